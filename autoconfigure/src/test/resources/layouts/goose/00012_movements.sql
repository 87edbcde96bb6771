-- +goose Up
CREATE TABLE movements (id integer PRIMARY KEY, path text);
INSERT INTO movements VALUES (1, 'C:\incoming\');
-- +goose Down
DROP TABLE movements;
