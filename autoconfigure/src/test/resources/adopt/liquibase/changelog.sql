--liquibase formatted sql

--changeset anna:plain
create table t1 (i int);
--rollback drop table t1;

--changeset anna:blanks

  -- a comment
create   table	t2 (
	i int,

	größe text default 'a  b;c'
);                                                                                                                                                        


insert into t2 values (1);

--changeset anna:split splitStatements:false
create function f() returns int language sql as 'select 1;';

--changeset anna:nosplit splitStatements:true stripComments:false
create table t4 (i int); -- behind
/* block */
create table t4b (i int);

--changeset anna:delimiter endDelimiter:GO
create table t5 (i int)
GO
create table t5b (i int)
GO

--changeset anna:both endDelimiter:// rollbackEndDelimiter:%%
create table t6 (i int)
--rollback drop table t6
--rollback %%

--changeset anna:onlyrollback rollbackEndDelimiter:%%
create table t6b (i int);
--rollback drop table t6b
--rollback %%

--changeset anna:params
create table ${table} (i int default ${number}); -- ${unknown}

--changeset anna:parts runInTransaction:false labels:x context:test
--comment table 8
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 select count(*) from pg_class where relname = 't8'
create table t8 (i int);
--ignoreLines:1
-- not there
--ignoreLines:start
-- nor this
--ignoreLines:end
select 1;

--changeset "Anna B":"9"
create table t9 (i int);

--changeset anna:case SPLITSTATEMENTS:FALSE StripComments:False
create table t10 (i int);

--changeset anna:block
create table t11 (i int);
/* liquibase rollback
drop table t11;
*/
