CREATE TABLE projects (id SERIAL PRIMARY KEY, name VARCHAR NOT NULL, changed_at timestamptz);
CALL watch('projects');
