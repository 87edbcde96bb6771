-- No name, and no down.sql.
ALTER TABLE tasks ADD COLUMN due date;
