create table carriage_returns (a text);-- a comment;insert into carriage_returns values ('oneline;');-- another;/* ;*/insert into carriage_returns values (E'two''\\;');
