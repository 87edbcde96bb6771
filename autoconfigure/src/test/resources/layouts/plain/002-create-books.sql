CREATE TABLE books (
    id integer PRIMARY KEY,
    title text NOT NULL,
    blurb text DEFAULT 'first line
second line'
);
/* a comment
   over two lines; with a semicolon */
INSERT INTO books (id, title) VALUES (1, 'Dune'); INSERT INTO books (id, title) VALUES (2, 'Emma');
