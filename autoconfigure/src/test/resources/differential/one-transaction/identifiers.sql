create table "semi;colon ids" ("dou""ble;" int, "it's" text, U&"d\0061t;a" int, U&"!0061;" UESCAPE '!' int, a$b$c int, naïve int, été$ int);
create table "end" ("end" int, "case" int, "begin" int, atomic int, stdin int, "select" int);
create table "😀 ""; --" ("/* ;" int, "$$" int, "\." int, "
;" int);
insert into "semi;colon ids" ("dou""ble;", "it's", U&"d\0061t;a", "a;", a$b$c, naïve, été$) values (1, 'x', 2, 3, 4, 5, 6);
create view identifiers_as as select 1 as "end;", 2 as end, 3 as "E", t."end" as case, t.end as begin, t.begin as e from "end" t;
create table _u (u int, e int, b int, x int, n int); select u&e, b|x, n from _u; select u&1 from _u;
comment on column "end"."end" is 'end;';
