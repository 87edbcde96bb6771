begin;
create table payments (invoice_id integer references invoices (id), cents bigint);
create table payment_log (what text);
create rule payment_logged as on insert to payments do also (
  insert into payment_log values ('paid ' || new.cents);
  insert into payment_log values ('for ' || new.invoice_id)
);
insert into payments values (1, 12501);
commit;

---- create above / drop below ----

begin;
drop table payment_log, payments;
commit;
