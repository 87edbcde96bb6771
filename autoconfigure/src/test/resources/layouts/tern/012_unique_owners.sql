update accounts set owner = owner || '!';
commit;
create unique index concurrently accounts_owner on accounts (owner);
begin;
alter table accounts add constraint accounts_owner_unique unique using index accounts_owner;
---- create above / drop below ----
alter table accounts drop constraint accounts_owner_unique;
