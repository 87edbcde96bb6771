-- Version 20240115120000: after 20240115115959 and before 20240115_120001.
INSERT INTO reservations VALUES (1, 1, '2024-02-01');
CREATE TABLE fines (member_id integer, cents integer);
