-- // add email
-- Migration SQL that makes the change goes here.

alter table users add column email text;

-- //@UNDO
-- SQL to undo the change goes here.

alter table users drop column email;
