-- The way up goes here.
create function invoice_total(invoice integer) returns bigint language plpgsql stable as $fn$
declare
  total bigint;
begin
  select coalesce(sum((line ->> 'cents')::bigint), 0) into total
  from invoices i, jsonb_array_elements(i.lines) as line
  where i.id = invoice;
  return total; -- in cents;
end;
$fn$;

---- create above / drop below ----

-- The way down goes here;
-- without one, the separator goes too.
drop function invoice_total(integer);
