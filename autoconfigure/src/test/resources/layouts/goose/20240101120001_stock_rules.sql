-- +goose Up
CREATE TABLE stock_log (what text);
CREATE RULE stock_written AS ON UPDATE TO stock DO ALSO (INSERT INTO stock_log VALUES ('before ' || OLD.amount); INSERT INTO stock_log VALUES ('after ' || NEW.amount););
UPDATE stock SET amount = 3 WHERE sku = 'nut' AND amount = 2;
CREATE FUNCTION amount_word(n integer) RETURNS text LANGUAGE sql
BEGIN ATOMIC
    SELECT CASE WHEN n = 0 THEN 'none' ELSE CASE n WHEN 1 THEN 'one' ELSE 'many' END END;
END;

-- +goose Down
DROP FUNCTION amount_word(integer);
DROP RULE stock_written ON stock;
DROP TABLE stock_log;
