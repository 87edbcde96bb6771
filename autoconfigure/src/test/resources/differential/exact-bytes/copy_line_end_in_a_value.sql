create table copy_line_end_in_a_value (a int, b text);
copy copy_line_end_in_a_value from stdin;
1	line\
end;
2	\\
\.
insert into copy_line_end_in_a_value values (3, ';');
