create table backslashes_with_comments (id int generated always as identity, t text);
set escape_string_warning to off;
set/* ; */standard_conforming_strings -- to on
	= /* ' */ off;
insert into backslashes_with_comments (t) values ('it\'s;');
set standard_conforming_strings/**/to/**/'on'/**/;
insert into backslashes_with_comments (t) values ('conforming\');
/* leading */ set session standard_conforming_strings to f;
insert into backslashes_with_comments (t) values ('f\';');
reset /* all of them */ all;
insert into backslashes_with_comments (t) values ('reset\');
