-- MyBatis Migrations be16c95, template_changelog.sql.
CREATE TABLE CHANGELOG (
ID NUMERIC(20,0) NOT NULL,
APPLIED_AT VARCHAR(25) NOT NULL,
DESCRIPTION VARCHAR(255) NOT NULL
);
ALTER TABLE CHANGELOG
ADD CONSTRAINT PK_CHANGELOG
PRIMARY KEY (id);
insert into CHANGELOG (ID, APPLIED_AT, DESCRIPTION) values
	(20260101000001, '2026-01-01 10:00:01', 'create users'),
	(20260101000002, '2026-01-01 10:00:02', 'add email'),
	(20260101000003, '2026-01-01 10:00:03', 'add name');

-- What the files had done.
create table users (id bigint primary key, email text, name text);
