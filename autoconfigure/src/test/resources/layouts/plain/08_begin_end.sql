-- A comment may stand before BEGIN.
BEGIN;

CREATE TABLE opening_hours (branch_id integer REFERENCES branches (id), weekday integer, opens time);
INSERT INTO opening_hours VALUES (1, 1, '08:00'), (2, 1, '09:30');

END;
-- And after END.
