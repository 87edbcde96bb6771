-- rambler down
ALTER TABLE rehearsals DROP COLUMN seats;
-- rambler up
-- Lines of other tools are comments:
-- +goose Down
-- migrate:down
---- create above / drop below ----
ALTER TABLE rehearsals ADD COLUMN seats integer;
UPDATE rehearsals SET seats = 10 * id;
