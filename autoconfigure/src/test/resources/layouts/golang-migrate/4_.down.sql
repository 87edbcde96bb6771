DROP FUNCTION order_total(uuid);
