create table strings (id int generated always as identity, t text, b bit varying, u bytea);
insert into strings (t) values ('a;b'), ('it''s; fine'), (''), (''''), (''';'''), ('\'), ('\\'), ('back\slash;');
insert into strings (t) values (E'back\'slash;'), (E'\\'), (e'\\\'; \n\t\x41\u00e9\U0001F600 \101'), (E''), (E'''');
insert into strings (t) values (U&'\0041;'), (u&'!0041;\' uescape '!'), (U&'\+01F600;'), (U&'d!0061t!+000061' /* ; */ UESCAPE '!');
insert into strings (b) values (B'1010'), (b''), (X'1F'), (x'aB');
insert into strings (t) values (N'n;'), (n'it''s;');
insert into strings (t) values ('one'
	-- a comment; between 'the' parts
	' and; two'

	' and three'), (E'esc'
	'aped\\;'), ('tab
and; line
'), ('x'--
	'y'), ('1' || '2');
insert into strings (t) values ('-- no comment;'), ('/* no comment;'), ('*/;'), ('$$;'), ('$a$;'), ('"'), ('\.'), ('
\.
');
insert into strings (t) values('close'),('together');select 1;insert into strings(t)values(E'a\
b');
insert into strings (u) values ('\x00ff'), (E'\\000\\377');
insert into strings (t) values ('😀;'), ('é;'), (' ;'), ('﻿;');
insert into strings (t) select 'a' as "E" union all select"E"from(select'b;'as"E")x;
insert into strings (t) values (cast('c;' as text)), ('d;'::text), (text 'e;'), (date'2026-01-01'::text);
