create table rooms (id integer primary key, label text);
insert into rooms values (1, 'gym; old');
---- create above / drop below ----
drop table rooms;
