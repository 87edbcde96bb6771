CREATE TABLE crops (plot_id integer REFERENCES plots (id), name text, sown date);
CREATE FUNCTION days_grown(sown date, day date) RETURNS integer AS $$
BEGIN
    RETURN day - sown; -- whole days;
END;
$$ LANGUAGE plpgsql;
