-- Who may sign in. The code of migration 8 creates the first administrator.
create table account (
	name text primary key check (name ~ '^[a-z][a-z0-9-]*$'),
	role text not null check (role in ('administrator', 'member')),
	password_hash text,
	created_at timestamptz not null default now()
);

comment on column account.password_hash is 'Null: nobody can sign in with a password';
