DROP TABLE leap_days;
