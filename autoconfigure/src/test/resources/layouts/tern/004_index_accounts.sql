---- tern: disable-tx ----
create index concurrently invoices_account on invoices (account_id);

---- create above / drop below ----

---- tern: disable-tx ----
drop index concurrently invoices_account;
