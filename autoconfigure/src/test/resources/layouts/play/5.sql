-- !Ups
CREATE TABLE notes (id integer PRIMARY KEY, body text);
-- a comment may have one too;; it is a part of the next statement
INSERT INTO notes VALUES (1, 'first
      second  
	third');
INSERT INTO notes VALUES (2, 'smoke;;;; then open');
INSERT INTO notes VALUES (3, '!$evolutions{{{keeper}}} and ${keeper}');
INSERT INTO notes VALUES (4, 'a semicolon at the end;;');

-- !Downs
DROP TABLE notes;
