-- Version 4; the name begins with a digit.
CREATE TABLE copies (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    book_id integer NOT NULL REFERENCES books (id),
    branch_id integer NOT NULL REFERENCES branches (id)
);
INSERT INTO copies (book_id, branch_id) SELECT b.id, br.id FROM books b CROSS JOIN branches br;
