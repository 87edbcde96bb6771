-- slipway: no-transaction
create table committing_procedure (a int);
create procedure committing_procedure() language plpgsql as $$
begin
	insert into committing_procedure values (1);
	commit;
	insert into committing_procedure values (2);
	rollback;
end $$;
call committing_procedure();
