DROP VIEW report;
DROP FUNCTION state_word(task_state);
