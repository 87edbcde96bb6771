create table copy_out (a int, b text);
insert into copy_out values (1, ';'), (2, '\.');
copy copy_out to stdout;
copy (select a, b from copy_out where b <> ';') to stdout with (format csv);
insert into copy_out values (3, 'after');
