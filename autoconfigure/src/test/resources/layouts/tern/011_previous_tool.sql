alter table schema_version add column note text;
update schema_version set note = 'moved';
---- create above / drop below ----
alter table schema_version drop column note;
