-- +goose Up
INSERT INTO warehouses VALUES (1, 'Gdańsk'), (2, 'Porto');
-- +goose StatementBegin
CREATE FUNCTION restock(w integer, s text, n integer) RETURNS integer AS $$
BEGIN
    IF n < 0 THEN
        RAISE EXCEPTION 'negative; not allowed';
    END IF;
    INSERT INTO stock VALUES (w, s, n);
    RETURN (SELECT sum(amount) FROM stock WHERE sku = s);
END;
$$ LANGUAGE plpgsql
-- +goose StatementEnd
SELECT restock(1, 'bolt', 5); SELECT restock(2, 'bolt', 7);
-- +goose StatementBegin
INSERT INTO stock VALUES (1, 'nut', 1);
INSERT INTO stock VALUES (1, 'nut', 2)
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
DROP FUNCTION restock(integer, text, integer)
-- +goose StatementEnd
DELETE FROM stock;
DELETE FROM warehouses;
