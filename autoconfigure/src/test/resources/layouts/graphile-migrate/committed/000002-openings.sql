--! Previous: sha1:36e44044d4dd3d34376f017b7150de138431800d
--! Hash: sha1:b8a75544b271d3b498fa57557796409aec9d3b1e
--! Message: openings

-- The message above is a header, this is a comment.
CREATE TABLE openings (code text PRIMARY KEY, moves text);
INSERT INTO openings VALUES ('C60', 'e4 e5; Nf3 Nc6; Bb5');
INSERT INTO openings VALUES ('B20', 'first line
--! Message: not a header here
--! no-transaction
last line');
