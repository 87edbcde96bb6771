CREATE TABLE loan_log (what text, copy_id integer);
CREATE RULE log_insert AS ON INSERT TO loans DO ALSO (
    INSERT INTO loan_log VALUES ('lent;', NEW.copy_id);
    INSERT INTO loan_log VALUES ('counted', NEW.copy_id)
);
CREATE RULE no_delete AS ON DELETE TO loans DO INSTEAD NOTHING;
INSERT INTO loans (copy_id, member_id) VALUES (3, 1);
DELETE FROM loans;
