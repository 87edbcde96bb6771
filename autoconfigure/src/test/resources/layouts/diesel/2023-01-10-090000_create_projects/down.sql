DROP TABLE projects
