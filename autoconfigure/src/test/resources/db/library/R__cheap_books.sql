create or replace view cheap_book as select id, title from book where cents < 500;
grant select on cheap_book to "${application}";
