-- rambler 0ebb15b, driver/postgresql/driver.go.
CREATE TABLE migrations ( migration VARCHAR(255) NOT NULL );
INSERT INTO migrations (migration) VALUES ('001_create_users.sql'), ('002_add_email.sql'), ('003_add_name.sql');

-- What the files had done.
create table users (id bigint primary key, email text, name text);
