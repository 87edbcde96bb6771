CREATE TABLE lines (id integer PRIMARY KEY, ferry_id integer REFERENCES ferries (id), origin text, target text);
INSERT INTO lines VALUES (1, 1, 'Moss', 'Horten'), (2, 2, 'Ystad', 'Rønne')
