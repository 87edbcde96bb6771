--! Previous: sha1:a908d1e8a5790333a52cfbe394973b0f6d8bb319
--! Hash: sha1:a144eb20c2a01429a8454fce7e35a59edd7a9b53
--! Message: add name

alter table users add column name text;
