-- rambler up
alter table users add column email text;

-- rambler down
alter table users drop column email;
