CREATE INDEX CONCURRENTLY tasks_project ON tasks (project_id);
