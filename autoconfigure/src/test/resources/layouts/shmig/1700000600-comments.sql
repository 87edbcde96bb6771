-- Migration: comments
-- ====  UP  ====
INSERT INTO kilns
-- a comment within a statement
VALUES (3, $$tall -- no comment$$), (4, '-- text
and more');
-- ==== DOWN ====
DELETE FROM kilns WHERE id > 2;
