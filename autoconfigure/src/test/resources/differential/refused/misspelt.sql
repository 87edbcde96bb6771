create table refused (a int);
create tabel x (a int);
