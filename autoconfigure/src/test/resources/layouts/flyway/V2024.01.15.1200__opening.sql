ALTER TABLE events ADD COLUMN opens date;
UPDATE events SET opens = '2024-05-01' WHERE id = 1;
