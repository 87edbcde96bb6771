;;  ; create table empty_statements (a int);; insert into empty_statements values (1) ;
;
	; -- a comment ;
/* another ; */ ;
insert into empty_statements values (2)
;
;insert into empty_statements values (3)
