INSERT INTO leap_days VALUES ('2024-02-29');
CREATE TABLE calendar (day date);
