INSERT INTO texts VALUES (21, 'C:\temp\');
INSERT INTO texts VALUES (22, 'after the path; \');
