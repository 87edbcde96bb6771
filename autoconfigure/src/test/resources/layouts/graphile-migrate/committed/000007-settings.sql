--! Previous: sha1:b1ccb32c9356c5482741e8354cdd9ef2ea8a17c8
--! Hash: sha1:1a9cb4a3c23cff87c842c7cad5790079b669ffef
--! Message: settings

CREATE SCHEMA IF NOT EXISTS archive;
SET LOCAL search_path TO archive;
CREATE TABLE members (id integer);
