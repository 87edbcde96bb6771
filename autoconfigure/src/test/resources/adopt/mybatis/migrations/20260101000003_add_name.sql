-- // add name
-- Migration SQL that makes the change goes here.

alter table users add column name text;

-- //@UNDO
-- SQL to undo the change goes here.

alter table users drop column name;
