-- Migration: two-words_and.dots
-- What stands before the first line is no part of the script.
-- ====  UP  ====
UPDATE kilns SET bricks = 1000 * id
-- ==== DOWN ====
UPDATE kilns SET bricks = NULL
