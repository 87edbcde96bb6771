/* outer /* inner; ' " $$ */ still outer; */
CREATE TABLE texts (id integer PRIMARY KEY, body text);
-- a quote that isn't one, and a $$ that opens nothing;
INSERT INTO texts VALUES
    (1, 'it''s; one'),
    (2, E'back\'slash; \\'),
    (3, U&'d\0061t\+000061;'),
    (4, $$dollar; ' -- not a comment$$),
    (5, $a$outer $b$ ; $b$ $$ ; $$ $a$),
    (6, $größe$tag; with letters$größe$),
    (7, 'split '
        -- between the parts of one string; it's allowed
        'over lines;'),
    (8, E'escapes\'; '
        'go on\'; here'),
    (9, N'national;'),
    (10, ''),
    (11, '-- +goose Up
-- +goose NO TRANSACTION
-- migrate:down
-- +migrate Down
---- create above / drop below ----
-- slipway: undo
not a marker'),
    (12, '${HOME} stays ${as_it_is}');
INSERT INTO texts SELECT 13, (B'1010'::int + X'1F'::int)::text;
INSERT INTO texts VALUES (14, '/* no comment */'), (15, U&'d!0061ta;' UESCAPE '!');
;
; ;
INSERT INTO texts VALUES (16, 'after empty statements') ;;
/*
-- +goose Up
-- +goose Down
-- migrate:up
*/
CREATE FUNCTION marker_text() RETURNS text LANGUAGE plpgsql AS $body$
BEGIN
-- +goose Down
-- migrate:down
-- +migrate Down
---- create above / drop below ----
-- slipway: undo
-- slipway: no-transaction
    RETURN 'still inside; the body';
END;
$body$;
CREATE FUNCTION quoted_body(amount integer) RETURNS text AS '
DECLARE
    result text := ''it''''s '';
BEGIN
    <<outer_loop>>
    FOR i IN 1..amount LOOP
        result := result || i || '';'';
    END LOOP outer_loop;
    RETURN result; -- comment
END;
' LANGUAGE plpgsql;
DO $$ BEGIN PERFORM 1; INSERT INTO texts VALUES (17, 'do; block'); END $$;
