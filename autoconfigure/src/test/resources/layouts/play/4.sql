-- The markers of this file are indented and have more text.

    --- !Ups (the queens)
    CREATE TABLE queens (id integer PRIMARY KEY, hive_id integer REFERENCES hives (id), born date);
    INSERT INTO queens VALUES (1, 1, '2023-05-01'); INSERT INTO queens VALUES (2, 2, '2022-05-01')

    #	!Downs (the queens)
    DROP TABLE queens;
