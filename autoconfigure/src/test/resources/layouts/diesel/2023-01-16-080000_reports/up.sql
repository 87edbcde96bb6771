CREATE FUNCTION state_word(state task_state) RETURNS text LANGUAGE sql
BEGIN ATOMIC
    SELECT CASE state WHEN 'done' THEN 'finished' ELSE CASE WHEN state IS NULL THEN '?' ELSE 'going on' END END;
END;
CREATE VIEW report AS SELECT title, state_word(state) AS state FROM tasks;
-- down
INSERT INTO projects (name) VALUES ('after markers that mean nothing here');
