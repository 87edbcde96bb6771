CREATE FUNCTION loan_word(n integer) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN CASE WHEN n = 1 THEN 'loan' ELSE 'loans' END;

CREATE FUNCTION member_rank(lent integer) RETURNS text
LANGUAGE sql
BEGIN ATOMIC
    SELECT CASE
        WHEN lent > 10 THEN CASE WHEN lent > 100 THEN 'devoted' ELSE 'keen' END
        ELSE 'new; or idle'
    END;
END;

CREATE TABLE visits (member_id integer, begin_at date, endpoint text, "end" text);
CREATE PROCEDURE visit(who integer, door text)
LANGUAGE sql
BEGIN ATOMIC
    -- END; in a comment
    INSERT INTO visits (member_id, begin_at, endpoint, "end") VALUES (who, DATE '2024-02-03', door, 'END;');
    UPDATE visits SET endpoint = CASE door WHEN 'north' THEN 'N' ELSE 'S' END WHERE member_id = who;
END;
CALL visit(1, 'north'); CALL visit(2, 'south');

CREATE FUNCTION nothing_to_do() RETURNS void LANGUAGE sql BEGIN ATOMIC END;
SELECT nothing_to_do();
