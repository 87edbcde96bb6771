ALTER TABLE doors ADD COLUMN locked boolean NOT NULL DEFAULT true;
