--! Previous: sha1:259280b787b3a0e4962026bdde4e2f6ec3ed400a
--! Hash: sha1:a908d1e8a5790333a52cfbe394973b0f6d8bb319
--! Message: add email

alter table users add column email text;
