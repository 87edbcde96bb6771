-- Strings, identifiers and what only looks like an end.
select 'a;b', 'it''s; fine', E'back\'slash;', E'\\'; select U&'\0041;' ;
select "semi;colon", "dou""ble;", U&"d\0061t;a" from "t;";
select B'1;0', X'F;', N'n;', n'it''s;';
select 'one'
	-- a comment between the parts
	' and; two', E'esc'
	'aped\';'
;
select 1 as "--", 'x' -- ; comment
 , 2 /* ; /* nested; */ still; */ ; select 3--;
