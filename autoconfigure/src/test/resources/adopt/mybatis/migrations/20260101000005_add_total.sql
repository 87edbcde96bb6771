-- // add total
-- Migration SQL that makes the change goes here.

alter table orders add column total numeric;

-- //@UNDO
-- SQL to undo the change goes here.

alter table orders drop column total;
