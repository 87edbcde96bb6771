create table rules (a int, b text); create table rules_log (what text);
create rule several as on insert to rules do also (insert into rules_log values ('one;'); insert into rules_log values (new.b); update rules_log set what = case when what = ';' then 'x' else what end);
create rule instead_of as on delete to rules do instead (insert into rules_log values ('deleted'); );
create rule nothing as on update to rules where old.a = 1 do instead nothing;
insert into rules values (1, ';'); update rules set a = 2; delete from rules; select (1), ((2));
