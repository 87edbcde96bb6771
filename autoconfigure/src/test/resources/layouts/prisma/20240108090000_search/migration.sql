/*
  Warnings:

  - Added a function; it isn't known to the schema file.
  - -- +goose Down
*/
CREATE FUNCTION "wordCount"("body" JSONB) RETURNS INTEGER LANGUAGE plpgsql AS $function$
DECLARE
  words TEXT[];
BEGIN
  words := string_to_array("body" ->> 'text', ' ');
  RETURN coalesce(array_length(words, 1), 0);
END;
$function$;

CREATE FUNCTION "size"(n INTEGER) RETURNS TEXT LANGUAGE sql
BEGIN ATOMIC
  SELECT CASE WHEN n > 1 THEN 'long' ELSE CASE WHEN n = 1 THEN 'short' ELSE 'empty' END END;
END;
