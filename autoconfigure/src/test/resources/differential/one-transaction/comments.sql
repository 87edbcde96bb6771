-- a comment; with 'quotes and "more and $$ and /* inside
/* it's; "nested /* deeper; /* deepest */ */ -- */ create table comments_1 (a int /* ; */, -- ; '
	b int) /**/ ; /***/ create table comments_2 (a int)-- ;
;/*/ ; */ create table comments_3 (a/* */int)/* $$ */;-- \d comments
/* \connect nowhere
\q
*/
	/* * / */ create table comments_4 (a int default 1/* '' */-/*;*/1);
create/**/table/**/comments_5/**/(a/**/int)/**/;
--
--;
/* COPY comments_5 FROM stdin; */
-- COPY comments_5 FROM stdin;
comment on table comments_1 is '/* a comment; */ -- another'; /* a last one; without
a line end */ -- and; this
