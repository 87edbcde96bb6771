select 'a\';
set standard_conforming_strings = off;
select 'it\'s;', 'two\\';
set local standard_conforming_strings to 'on';
select 'b\';
SET "standard_conforming_strings" TO false; select 'x\';y';
reset standard_conforming_strings; select 'c\';
