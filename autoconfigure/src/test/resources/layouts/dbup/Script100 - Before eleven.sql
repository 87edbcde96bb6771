-- As text, Script100 comes after Script0010 and before Script11.
CREATE TABLE marks (id integer PRIMARY KEY, what text);
INSERT INTO marks VALUES (1, 'hundred');
