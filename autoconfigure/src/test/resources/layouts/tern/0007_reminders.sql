create table reminders (id integer primary key, body text);
insert into reminders values (1, 'Dear customer,
---- create above / drop below ----
please pay;');
create function reminder_help() returns text language plpgsql as $$
begin
---- create above / drop below ----
---- tern: disable-tx ----
  return 'text only;';
end $$;
/*
---- create above / drop below ----
*/
insert into reminders values (2, reminder_help());
-- +goose Down
-- +migrate Down
-- migrate:down
insert into reminders values (3, 'all of it ran');
---- create above / drop below ----
drop function reminder_help();
drop table reminders;
