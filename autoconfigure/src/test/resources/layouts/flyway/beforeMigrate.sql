CREATE TABLE IF NOT EXISTS callback_log (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event text NOT NULL,
    written_in xid8 DEFAULT pg_current_xact_id()
);
INSERT INTO callback_log (event) VALUES ('beforeMigrate');
SET search_path TO pg_catalog;
