-- +goose Up
-- Lines of other tools are comments, and what is not configured stays.
INSERT INTO tanks VALUES (3, '${name}', 1);
-- evolve-tx-off counts in the first line only.
