--migrate:up
INSERT INTO posts (id, title, body, author_id) VALUES (1, 'Hello', 'First; post', 1), (2, 'Again', NULL, 2);
--migrate:down
DELETE FROM posts;
