CREATE TABLE weavers (id integer, name text);
