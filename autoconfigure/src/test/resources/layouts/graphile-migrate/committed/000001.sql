--! Previous: -
--! Hash: sha1:36e44044d4dd3d34376f017b7150de138431800d

CREATE TABLE members (
    id integer PRIMARY KEY,
    name text NOT NULL,
    rating integer
);
INSERT INTO members VALUES (1, 'Šimon', 1500), (2, 'Rook; the cat', NULL);
