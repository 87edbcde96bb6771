-- // parcels
// a line of this kind is a comment to the tool as well
CREATE TABLE parcels (
    id integer PRIMARY KEY,
    street text NOT NULL, -- where it goes

    grams integer
);
INSERT INTO parcels VALUES (1, 'Brückengasse 4', 750); -- what is behind the last delimiter of a line is dropped
INSERT INTO parcels VALUES (2, 'Pier 9', NULL); INSERT INTO parcels VALUES (3, 'Hill Road', 20);

--//@UNDO
DROP TABLE parcels;
