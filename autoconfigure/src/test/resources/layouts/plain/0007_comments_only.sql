-- Nothing to do here any more.
/* CREATE TABLE never (id int);
   /* nested: DROP TABLE books; */
   still a comment; */
-- the end;
