--! Previous: sha1:1a9cb4a3c23cff87c842c7cad5790079b669ffef
--! Hash: sha1:a1a70d2c61fb8d54d33c524cf0e60686e3c228f2
--! Message: after settings

DROP TABLE IF EXISTS games;
CREATE TABLE games (white integer REFERENCES members (id), black integer, result text)
