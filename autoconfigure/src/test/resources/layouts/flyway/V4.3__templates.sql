CREATE TABLE templates (name text PRIMARY KEY, body text);
INSERT INTO templates VALUES ('confirm', 'Dear ${holder}, see you at ${event}!');
