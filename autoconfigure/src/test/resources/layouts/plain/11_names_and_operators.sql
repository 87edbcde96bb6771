CREATE TABLE "odd;""name--" ("select" integer, "a $$ b" text, acct$ledger$2024 integer, x$$y integer);
INSERT INTO "odd;""name--" VALUES (1, 'one', 2, 3);
CREATE TABLE U&"d!0061ta;2" UESCAPE '!' (id integer);

CREATE TABLE documents (id integer PRIMARY KEY, body jsonb NOT NULL, tags text[] NOT NULL DEFAULT '{}', matrix integer[]);
INSERT INTO documents VALUES
    (1, '{"a": 1, "b": {"c": [1, 2, {"d": "x;y"}]}}', '{new,"very, old"}', '{{1,2},{3,4}}'),
    (2, '{"b": null, "?": "{fn now()}"}', ARRAY['a?b', '{ts}'], '{{5,6},{7,8}}');
CREATE VIEW document_facts AS
SELECT id,
       body ? 'a' AS has_a,
       body ?| ARRAY['a', '?'] AS has_any,
       body ?& '{b,?}' AS has_all,
       body #>> '{b,c,2,d}' AS deep,
       body @> '{"a": 1}' AS contains,
       body @? '$.b.c[*] ? (@ == 2)' AS path,
       matrix[1:1][2:2] AS slice,
       4 *-- two; to come
       2 AS eight,
       5 +/* ; */3 AS also_eight,
       2 - -1 AS three,
       7 <@ '[1,10)'::int4range AS within
FROM documents;

CREATE FUNCTION eq_or_null(anyelement, anyelement) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 IS NOT DISTINCT FROM $2';
CREATE OPERATOR =?= (LEFTARG = anyelement, RIGHTARG = anyelement, PROCEDURE = eq_or_null);
CREATE OPERATOR public.#?-@ (LEFTARG = anyelement, RIGHTARG = anyelement, PROCEDURE = eq_or_null);
CREATE TABLE comparisons AS SELECT 1 =?= NULL AS a, NULL::int =?= NULL AS b, 3 OPERATOR(public.=?=) 3 AS c, 3#?-@3 AS d;

PREPARE by_title (text, int) AS SELECT count(*) FROM books WHERE title = $1 AND id>=$2;
EXECUTE by_title('Dune', 1);
DEALLOCATE by_title;
CREATE SCHEMA archive
    CREATE TABLE notes (id integer PRIMARY KEY, origin text DEFAULT 'archive')
    CREATE VIEW note_ids AS SELECT id FROM notes;
	INSERT INTO archive.notes (id) VALUES (1);
