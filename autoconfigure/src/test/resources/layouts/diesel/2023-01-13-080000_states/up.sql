CREATE TYPE task_state AS ENUM ('open', 'done');
ALTER TABLE tasks ADD COLUMN state task_state NOT NULL DEFAULT 'open';
CREATE RULE tasks_done AS ON DELETE TO tasks DO INSTEAD (
    UPDATE tasks SET state = 'done' WHERE id = OLD.id;
    UPDATE projects SET name = name || '.' WHERE id = OLD.project_id
);
