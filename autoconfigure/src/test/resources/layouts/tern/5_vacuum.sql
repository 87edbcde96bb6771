update invoices set lines = lines || '[{"what": "rounding", "cents": 1}]' where id = 1;
---- tern: disable-tx ----
vacuum (analyze) invoices;
create table vacuumed (at date);

---- create above / drop below ----

drop table vacuumed;
