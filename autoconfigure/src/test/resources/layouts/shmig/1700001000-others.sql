-- ====  UP  ====
-- down below is what undoes it; + goose, migrate : down
CREATE VIEW glazes AS SELECT glaze FROM pots WHERE glaze IS NOT NULL;
-- ==== DOWN ====
-- +goose Up
-- migrate:up
DROP VIEW glazes;
