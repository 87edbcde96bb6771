-- a comment before
BEGIN;
create table begin_end (a int, "end" int);
insert into begin_end values (1, 2);
END;
-- a comment behind
