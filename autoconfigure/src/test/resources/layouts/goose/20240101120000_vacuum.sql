-- +goose Up
INSERT INTO movements VALUES (2, 'before the vacuum');
VACUUM movements;
INSERT INTO movements VALUES (3, 'after the vacuum');

-- +goose Down
DELETE FROM movements WHERE id > 1;

--+goose no transaction
