BEGIN;
ALTER TABLE tanks ADD COLUMN heated boolean;
UPDATE tanks SET heated = litres > 100;
COMMIT;
