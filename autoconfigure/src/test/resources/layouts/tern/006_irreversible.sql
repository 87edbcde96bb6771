-- No separator: there is no way back.
alter table accounts add column vat text;
update accounts set vat = 'NO' || id where owner like 'Å%';
