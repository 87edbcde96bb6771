alter table book add column cents integer not null default 0;
comment on table book is 'made in ${flyway:defaultSchema} by ${flyway:user}';
grant select, insert, update on book to "${application}";
