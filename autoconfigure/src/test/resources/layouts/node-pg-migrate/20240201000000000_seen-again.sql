-- Up Migration
UPDATE seen SET word = word || '!' WHERE id = 1;
-- Down Migration
UPDATE seen SET word = 'undone';
