package dev.slipway.engine.execute;

import java.util.Collection;
import java.util.stream.Collectors;

import dev.slipway.engine.history.Quote;

/**
 * The PL/pgSQL that remembers a session before a script and restores it after, within one
 * transaction: behind a pooler the next transaction may meet another session.
 * <p>
 * What the session had is kept in a cursor, because a cursor lives and dies with the
 * transaction. Settings are reset one by one, not by {@code RESET ALL}: that would take
 * an application's own settings with it (such as the {@code app.tenant} of a pool's init
 * SQL), which PostgreSQL lists nowhere, so that nobody could put them back.
 */
final class SessionState {

	/** Raised when the script closed the cursor that holds what the session had. */
	static final String LOST = "SW003";

	/** What the blocks declare. */
	static final String DECLARATIONS = """
			saved refcursor := 'slipway_session';
			state pg_catalog.jsonb;
			item record;
			""";

	/** Undoes what a script can set, then puts back what the session had. */
	static final String RESTORE = """
			reset session authorization;
			reset role;
			perform pg_catalog.set_config(name, null, false) from pg_catalog.pg_settings
			where source = 'session' and name !~ '^transaction_';
			if not exists (select from pg_catalog.pg_cursors where name = 'slipway_session') then
				raise exception using errcode = 'SW003', message = 'the script closed all cursors';
			end if;
			fetch saved into state;
			execute 'close all';
			unlisten *;
			perform pg_catalog.pg_advisory_unlock_all();
			for item in select name from pg_catalog.pg_prepared_statements
					where from_sql and prepare_time >= pg_catalog.transaction_timestamp() loop
				execute pg_catalog.format('deallocate %I', item.name);
			end loop;
			if state -> 'temporary' = '[]' then
				discard temp;
			else
				for item in select relname, relkind from pg_catalog.pg_class
						where relnamespace = pg_catalog.pg_my_temp_schema() and relkind in ('r', 'p', 'v', 'S', 'f')
							and not state -> 'temporary' @> pg_catalog.to_jsonb(oid::text) loop
					execute pg_catalog.format('drop %s if exists pg_temp.%I cascade', case item.relkind
						when 'v' then 'view' when 'S' then 'sequence' when 'f' then 'foreign table'
						else 'table' end, item.relname);
				end loop;
			end if;
			for item in select c from pg_catalog.jsonb_array_elements_text(state -> 'channels') c loop
				execute pg_catalog.format('listen %I', item.c);
			end loop;
			perform pg_catalog.set_config(key, value, false)
			from pg_catalog.jsonb_each_text((state -> 'custom') || (state -> 'settings'));
			if session_user <> (state ->> 'user') then
				perform pg_catalog.set_config('session_authorization', state ->> 'user', false);
			end if;
			perform pg_catalog.set_config('role', state ->> 'role', false);
			""";

	private SessionState() {
	}

	/**
	 * Return the statements that remember the session.
	 * @param customSettings the settings that PostgreSQL does not list and the script
	 * sets
	 */
	static String remember(Collection<String> customSettings) {
		String custom = customSettings.stream()
			.map(Quote::literal)
			.map((name) -> name + ", pg_catalog.current_setting(" + name + ", true)")
			.collect(Collectors.joining(", "));
		return """
				state := pg_catalog.jsonb_build_object(
					'settings', (select coalesce(pg_catalog.jsonb_object_agg(name, setting), '{}')
						from pg_catalog.pg_settings where source = 'session' and name !~ '^transaction_'),
					'custom', pg_catalog.jsonb_build_object(%s),
					'role', pg_catalog.current_setting('role'),
					'user', session_user,
					'channels', (select coalesce(pg_catalog.jsonb_agg(c), '[]')
						from pg_catalog.pg_listening_channels() c),
					'temporary', (select coalesce(pg_catalog.jsonb_agg(oid::text), '[]')
						from pg_catalog.pg_class where relnamespace = pg_catalog.pg_my_temp_schema()));
				open saved for select state;
				""".formatted(custom);
	}

}
