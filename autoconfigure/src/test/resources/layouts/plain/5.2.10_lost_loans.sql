-- 5.2.10 comes after 5.2.9.
INSERT INTO loans (copy_id, member_id, state) VALUES (1, 1, 'lost'), (2, 2, 'open');
