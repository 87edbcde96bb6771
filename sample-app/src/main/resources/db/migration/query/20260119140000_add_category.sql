alter table timeline_entry add column category text not null default 'other';
alter table event_count add column category text not null default 'other';

-- From here on whoever writes has to say.
alter table timeline_entry alter column category drop default;
alter table event_count alter column category drop default;
