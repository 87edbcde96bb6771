CREATE TABLE ${tenant}_settings (key text PRIMARY KEY, value text);
INSERT INTO ${tenant}_settings VALUES ('tenant', '${tenant}'), ('body', $$${tenant}$$);
