START TRANSACTION;
ALTER TABLE opening_hours ADD COLUMN closes time;
UPDATE opening_hours SET closes = opens + interval '9 hours';
COMMIT;
