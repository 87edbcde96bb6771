CREATE TABLE letters (body text);
INSERT INTO letters VALUES ('to the schools in ${region}');
