--! Previous: sha1:0d517c4291f6700d411e7c81d6cde8d73a6711c1
--! Hash: sha1:27a0e8a7247bf627ec6ab09b504dd8a13f96d989
--! Message: Strength of a member

--! split: 001-function.sql
CREATE FUNCTION strength(rating integer) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    IF rating > 1400 THEN
        RETURN 'strong; careful';
    END IF;
    RETURN 'kind';
END;
$$;

--! split: 002-view.sql
CREATE VIEW strengths AS SELECT id, strength(coalesce(rating, 0)) AS word FROM members;
