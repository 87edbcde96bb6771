-- rambler up
alter table users add column name text;

-- rambler down
alter table users drop column name;
