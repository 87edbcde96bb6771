create table commit_in_the_middle (a int, b text);
insert into commit_in_the_middle select i, 'x;' || i from generate_series(1, 100) i;
COMMIT;
CREATE INDEX CONCURRENTLY commit_in_the_middle_a ON commit_in_the_middle (a);
BEGIN;
alter table commit_in_the_middle add c int default 7;
insert into commit_in_the_middle values (101, 'after', 8);
