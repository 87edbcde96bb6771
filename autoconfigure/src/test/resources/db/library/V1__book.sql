create table book (id bigint generated always as identity primary key, title varchar(255) not null);
insert into book (title) values ('The first');
