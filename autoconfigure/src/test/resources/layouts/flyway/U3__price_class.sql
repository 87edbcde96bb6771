DROP FUNCTION price_class(numeric);
