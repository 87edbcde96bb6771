CREATE TABLE book (id bigint PRIMARY KEY, title varchar(255));
INSERT INTO book VALUES (1, 'One');
