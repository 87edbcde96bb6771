--! Previous: sha1:27a0e8a7247bf627ec6ab09b504dd8a13f96d989
--! Hash: sha1:283046411ebd74e012c4dac4aa75322ba5ffe4bb

--! Included labels.sql
CREATE TABLE labels (member_id integer REFERENCES members (id), label text);
--! EndIncluded labels.sql
INSERT INTO labels VALUES (1, 'key:value'), (2, 'a::b');
