-- // escapes
CREATE TABLE labels (id integer PRIMARY KEY, body text);
INSERT INTO labels VALUES (1, 'to: \${sender}'), (2, 'from: ${sender}'), (3, 'table ${changelog}')
;
INSERT INTO labels VALUES (4, 'no variable: $1 {} {sender}');
-- //@UNDO
DROP TABLE labels;
