ALTER TABLE reservations ADD COLUMN wanted_on date;
