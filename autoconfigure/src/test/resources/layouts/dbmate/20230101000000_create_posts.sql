-- migrate:up
CREATE TABLE posts (
  id integer PRIMARY KEY,
  title varchar(255) NOT NULL,
  body text
);

-- migrate:down
DROP TABLE posts;
