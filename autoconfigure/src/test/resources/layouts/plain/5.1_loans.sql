CREATE TYPE loan_state AS ENUM ('open', 'returned');
CREATE TABLE loans (
    copy_id integer NOT NULL REFERENCES copies (id),
    member_id integer NOT NULL REFERENCES members (id),
    state loan_state NOT NULL DEFAULT 'open',
    lent_on date NOT NULL DEFAULT DATE '2024-01-01'
);
