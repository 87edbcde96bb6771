create sequence sales.countdown increment -2 minvalue -100 maxvalue 50 start 40 cycle cache 5;
select nextval('sales.countdown'), nextval('sales.countdown');
create sequence sales.untouched as smallint;

create table nothing ();
insert into nothing default values;
insert into nothing default values;
create table generated (a int, b int generated always as (a * 2) stored, "c;d" text generated always as ('x;' || 'y') stored);
insert into generated (a) values (1), (null);
create unlogged table sales.unlogged (a int primary key, b text) with (fillfactor = 70);
create table sales.parent (id int primary key, t text default 'it''s; default', check (t <> E'a\\;'));
create table sales.child (extra int[] default '{1,2}') inherits (sales.parent);
insert into sales.child values (5, 'five');

create table sales.events (id bigint generated always as identity, at date not null, kind text, primary key (id, at, kind)) partition by range (at);
create table sales.events_2025 partition of sales.events for values from ('2025-01-01') to ('2026-01-01');
create table sales.events_2026 partition of sales.events for values from ('2026-01-01') to ('2027-01-01') partition by list (kind);
create table sales.events_2026_a partition of sales.events_2026 for values in ('a', 'it''s;');
create table sales.events_rest partition of sales.events default;
create table sales.hashed (id int) partition by hash (id);
create table sales.hashed_0 partition of sales.hashed for values with (modulus 2, remainder 0);
create table sales.hashed_1 partition of sales.hashed for values with (modulus 2, remainder 1);
create index on sales.events (kind);
insert into sales.events (at, kind) values ('2025-05-05', 'b'), ('2026-06-06', 'it''s;'), ('1999-09-09', '');
insert into sales.hashed select generate_series(1, 20);

create table customers (id int primary key, favourite int, email text, period tsrange,
	constraint "e;mail" unique nulls not distinct (email) deferrable initially deferred,
	exclude using gist (period with &&) where (id > 0));
create table orders (id int primary key, customer int references customers on delete cascade, "odd; name" text);
alter table customers add foreign key (favourite) references orders deferrable;
alter table orders add constraint late check (id < 1000) not valid;
insert into customers values (1, null, 'a@b', '[2026-01-01,2026-02-01)'), (2, null, null, null);
insert into orders select i, 1 + i % 2, 'order ' || i from generate_series(1, 30) i;
update customers set favourite = 3 where id = 1;
alter table orders replica identity full;
alter table customers cluster on customers_pkey;
alter table customers alter email set storage external, alter email set statistics 200;
create unique index "orders; expression" on orders ((id + 1), lower("odd; name") desc nulls last) include (customer) where customer = 1;
create statistics sales."s;tats" (dependencies, mcv) on id, customer from orders;
create statistics sales.odd_numbers (ndistinct) on (id % 7), (customer % 3) from orders;

create function sales.total(int) returns numeric language plpgsql stable security definer set search_path to 'sales', 'public' as $_$
declare
	result numeric;
begin
	execute format($q$ select count(*) from %I; $q$, 'orders') into result;
	case when $1 > 0 then return result; else return 0; end case;
end;
$_$;
create function touch() returns trigger language plpgsql as $$ begin new."odd; name" := coalesce(new."odd; name", '$'); return new; end $$;
create function grade(n int) returns text language sql immutable
begin atomic
	select case when n > 10 then 'a;' when n > 5 then case n when 7 then 'seven' else 'b' end end;
end;
create function grades() returns setof text language sql
begin atomic
	select 1;
	select case customer when 1 then 'one' end as "end" from orders;
end;
create function twice(n int) returns int language sql return n * 2;
create function "odd; "" name"("a;b" text, out x int, variadic c int[]) language sql as 'select 1 as "x;y"; select 2';
create procedure sales.work(inout n int) language plpgsql as $$ begin commit; n := n + 1; end $$;
create procedure sales.insert_one() begin atomic insert into orders values (999); end;
comment on function grade(int) is $c$ it's "a"; -- grade
\. over two lines $c$;
create aggregate sales.sum_of_squares(double precision) (sfunc = float8_accum, stype = float8[], initcond = '{0,0,0}');
create operator sales.@-@/ (leftarg = int, rightarg = int, function = int4mi, commutator = operator(sales.@-@/));
create cast (address as text) with inout;
create text search configuration sales.words (copy = simple);

create view sales.busy as select customer, count(*) as "end", case when count(*) > 1 then 'many;' else E'a\\b' end as "case" from orders group by customer;
create view filtered with (security_barrier) as select id, 'a;b' as s from orders where "odd; name" <> '--' with cascaded check option;
create recursive view numbers (n) as values (1) union all select n + 1 from numbers where n < 5;
create materialized view sales.summary as select o.customer, string_agg(o."odd; name", ';' order by o.id) from orders o group by 1 order by 1;
create unique index on sales.summary (customer);
create materialized view empty_summary as select 1 as one with no data;
create table log (what text);
create rule several as on insert to filtered do instead (insert into log values ('one;'); insert into log values (new.s); update orders set customer = 2 where id = new.id);
create rule nothing_deleted as on delete to log do instead nothing;
create trigger touched before insert or update of "odd; name" on orders for each row when (new.id > 0) execute function touch();
create constraint trigger checked after insert on orders deferrable initially deferred for each row execute function touch();
alter table orders disable trigger touched;
create function view_insert() returns trigger language plpgsql as 'begin return null; end';
create trigger instead instead of insert on sales.busy for each row execute function view_insert();
create function watch() returns event_trigger language plpgsql as $$ begin null; end $$;
create event trigger watcher on ddl_command_end when tag in ('DROP TABLE') execute function watch();

alter table orders enable row level security;
alter table orders force row level security;
create policy "own; orders" on orders as restrictive for select to slipway_reader using (customer = 1 and "odd; name" <> ';');
create policy writers on orders for insert with check (exists (select 1 from customers c where c.id = customer));
grant usage on schema sales to slipway_reader with grant option;
grant all on sequence sales.countdown to "Slipway ""writer""; --";
revoke all on function sales.total(int) from public;
grant execute on function sales.total(int) to slipway_reader;
alter table sales.parent owner to slipway_reader;
create foreign data wrapper dummy;
create server far foreign data wrapper dummy options (host 'it''s; far');
create user mapping for slipway_reader server far options (secret 'a;b');
create foreign table sales.far_away (a int options (x 'y;z')) server far;
create publication everything for table orders (id, customer) where (customer > 1);
comment on column orders."odd; name" is 'a "quoted"; comment
-- on two lines';
comment on index "orders; expression" is '/* not closed';
comment on constraint late on orders is E'tab\there';
