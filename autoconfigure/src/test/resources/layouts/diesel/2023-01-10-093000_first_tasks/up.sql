INSERT INTO projects (name) VALUES ('Garden'), ('House');
INSERT INTO tasks SELECT id, id, 'Plan ' || lower(name) || '; begin' FROM projects;
UPDATE projects SET name = name || '!' WHERE name = 'Garden';
