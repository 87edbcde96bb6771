CREATE TABLE notes (id integer PRIMARY KEY, origin text DEFAULT 'public');
INSERT INTO notes (id) VALUES (1), (2);
CREATE TEMPORARY TABLE staging (id integer, extra text);
INSERT INTO staging VALUES (7, current_user = session_user);
INSERT INTO texts SELECT 31, current_setting('TimeZone') <> 'Antarctica/Troll' FROM staging;
