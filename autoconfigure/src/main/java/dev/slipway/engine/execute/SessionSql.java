package dev.slipway.engine.execute;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.SqlState;
import org.jspecify.annotations.Nullable;

/**
 * The SQL that makes a session fit for a script and takes that back.
 * <p>
 * Limits: how long a script's statements wait and run, and how long the server works for
 * a client that is dead. What the role or the database sets for the application's own
 * statements is no measure for a migration.
 * <p>
 * State: PL/pgSQL that remembers a session before a script and restores it after, within
 * one transaction, because behind a pooler the next transaction may meet another session.
 * What the session had is kept in a cursor, because a cursor lives and dies with the
 * transaction. Settings are reset one by one, not by {@code RESET ALL}: that would take
 * an application's own settings with it (such as the {@code app.tenant} of a pool's init
 * SQL), which PostgreSQL lists nowhere, so that nobody could put them back.
 */
final class SessionSql {

	/** The setting by which the server sees that the client of a statement is gone. */
	static final String CHECK_CLIENT = "client_connection_check_interval";

	/** Its value. */
	static final String CHECK_CLIENT_MILLISECONDS = "1000";

	private static final String LOCK_TIMEOUT = "lock_timeout";

	/** The first version with {@code transaction_timeout}. */
	private static final int TRANSACTION_TIMEOUT = 170000;

	/** What the blocks declare. */
	static final String DECLARATIONS = """
			saved pg_catalog.refcursor := 'slipway_session';
			state pg_catalog.jsonb;
			item pg_catalog.record;
			""";

	/**
	 * Undoes what a script can set, then puts back what the session had. Nothing that the
	 * script left in the search path, or as a temporary table, can stand in for what is
	 * meant here.
	 */
	static final String RESET_ROLE = """
			set search_path = pg_catalog, pg_temp;
			reset session authorization;
			reset role;
			""";

	/** Undoes each setting of the session, whatever its value. */
	static final String RESET_SETTINGS = """
			perform set_config(name, null, false) from pg_settings where source = 'session'
			and name !~ '^(search_path$|transaction_[ird])';
			""";

	/** Takes what the session had from the cursor, if nobody has touched it. */
	private static final String FETCH = """
			if exists (select from pg_cursors where name = 'slipway_session') then
			fetch saved into state;
			end if;
			if state is null or (state ->> 'seal') is distinct from
			encode(sha256(convert_to(concat('%1$s', state - 'seal', '%1$s'), 'UTF8')), 'hex') then
			raise exception using errcode = '%2$s', message = '%3$s took the cursor slipway_session';
			end if;
			""";

	/** Leaves nothing of the script, and puts back what the session had. */
	private static final String PUT_BACK = """
			execute 'close all';
			unlisten *;
			perform pg_advisory_unlock_all();
			for item in select name from pg_prepared_statements
			where from_sql and prepare_time >= transaction_timestamp() loop
			execute format('deallocate %I', item.name);
			end loop;
			if state -> 'temporary' = '[]' then
			discard temp;
			else
			for item in select relname, relkind from pg_class where relnamespace = pg_my_temp_schema()
			and relkind in ('r', 'p', 'v', 'S', 'f') and not state -> 'temporary' @> to_jsonb(oid::text) loop
			execute format('drop %s if exists pg_temp.%I cascade', case item.relkind when 'v' then 'view'
			when 'S' then 'sequence' when 'f' then 'foreign table' else 'table' end, item.relname);
			end loop;
			end if;
			for item in select c from jsonb_array_elements_text(state -> 'channels') c loop
			execute format('listen %I', item.c);
			end loop;
			perform set_config(key, value, false) from jsonb_each_text(state -> 'custom')
			where current_setting(key, true) is distinct from value;
			perform set_config(key, value, false) from jsonb_each_text(state -> 'settings')
			where key <> 'search_path';
			if session_user <> (state ->> 'user') then
			perform set_config('session_authorization', state ->> 'user', false);
			end if;
			perform set_config('role', state ->> 'role', false);
			""";

	/**
	 * The last thing of all: what comes after it is looked up in the session's own path.
	 */
	static final String RESTORE_SEARCH_PATH = """
			perform pg_catalog.set_config('search_path', state #>> '{settings,search_path}', false);
			""";

	/**
	 * The condition under which statements that call no code may run some, or leave
	 * something temporary behind: the server runs event triggers for them; and a name may
	 * lead into the schema of what is temporary. In any search path.
	 */
	static final String IS_LISTENED_TO = """
			pg_catalog.pg_my_temp_schema() operator(pg_catalog.<>) '0'::pg_catalog.oid
			or exists (select from pg_catalog.pg_event_trigger where evtenabled operator(pg_catalog.<>) 'D')""";

	private SessionSql() {
	}

	/**
	 * Return the statements that put the session back after a script.
	 * @param key the secret with which it was remembered
	 */
	static String restore(String key) {
		return restore(key, "the script");
	}

	/**
	 * Return the statements that put the session back after something was created or
	 * dropped.
	 * @param key the secret with which it was remembered
	 */
	static String restoreDefined(String key) {
		return restore(key, "an event trigger") + RESTORE_SEARCH_PATH;
	}

	/** What has run may have taken what is remembered. */
	private static String restore(String key, String what) {
		return RESET_ROLE + RESET_SETTINGS + FETCH.formatted(key, SqlState.CURSOR_LOST, what) + PUT_BACK;
	}

	/**
	 * Return the query for what a session has: its process; SQL that puts back what it
	 * has set; statements that let it listen to what it listens to, and one for its
	 * search path; the names of all settings that a script can change and that are not
	 * set before each; the digest of their values. No row where it has something
	 * temporary: that comes back only with what {@link #remember} knows. In any search
	 * path.
	 * @param own the names of the settings that are set before each script
	 */
	static String known(Collection<String> own) {
		String names = own.stream().map(Quote::literal).collect(Collectors.joining(", "));
		return """
				select pg_catalog.pg_backend_pid(),
				pg_catalog.format('%%2$s, case when session_user operator(pg_catalog.<>) %%1$L then
				pg_catalog.set_config(''session_authorization'', %%1$L, false) end, pg_catalog.set_config(''role'', %%3$L, false)',
				session_user, (select pg_catalog.string_agg(pg_catalog.format('pg_catalog.set_config(%%L, %%L, false)', n, setting), ', ')
				from (select pg_catalog.unnest(array[%1$s]::pg_catalog.text[]) n union select name from pg_catalog.pg_settings
				where source operator(pg_catalog.=) 'session' and name operator(pg_catalog.!~) '^(search_path$|transaction_[ird])') o
				left join pg_catalog.pg_settings on name operator(pg_catalog.=) n and source operator(pg_catalog.=) 'session'),
				pg_catalog.current_setting('role')),
				(select coalesce(pg_catalog.string_agg(pg_catalog.format('listen %%I;', c), ' '), '')
				from pg_catalog.pg_listening_channels() c),
				pg_catalog.format('perform pg_catalog.set_config(''search_path'', %%L, false);',
				(select setting from pg_catalog.pg_settings
				where name operator(pg_catalog.=) 'search_path' and source operator(pg_catalog.=) 'session')),
				names::pg_catalog.text, (select %2$s)
				from (select array(select name from pg_catalog.pg_settings
				where context operator(pg_catalog.=) any ('{user,superuser}') and name operator(pg_catalog.!~) '^transaction_[ird]'
				and name operator(pg_catalog.<>) all (array[%1$s, 'search_path']::pg_catalog.text[]) order by name) names) s
				where not exists (select from pg_catalog.pg_class
				where relnamespace operator(pg_catalog.=) pg_catalog.pg_my_temp_schema())"""
			.formatted(names, digest("names"));
	}

	/**
	 * Return the select list and the table for the digest of the values that settings
	 * have. In any search path.
	 * @param names SQL for their names
	 */
	static String digest(String names) {
		// No setting can say what another one would: each value is quoted.
		return """
				pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.string_agg(
				pg_catalog.quote_literal(pg_catalog.current_setting(n)), ','), 'SQL_ASCII')), 'hex')
				from pg_catalog.unnest(%s) n""".formatted(names);
	}

	/** In any search path. */
	private static String state(String custom) {
		return """
				pg_catalog.jsonb_build_object(
				'settings', (select coalesce(pg_catalog.jsonb_object_agg(name, setting), '{}')
				from pg_catalog.pg_settings where source operator(pg_catalog.=) 'session'
				and name operator(pg_catalog.!~) '^transaction_[ird]'),
				'custom', (select coalesce(pg_catalog.jsonb_object_agg(c, pg_catalog.current_setting(c, true)), '{}')
				from pg_catalog.unnest(array[%1$s]::pg_catalog.text[]) c),
				'role', pg_catalog.current_setting('role'),
				'user', session_user,
				'channels', (select coalesce(pg_catalog.jsonb_agg(c), '[]') from pg_catalog.pg_listening_channels() c),
				'temporary', case when pg_catalog.pg_my_temp_schema() operator(pg_catalog.=) '0'::pg_catalog.oid then '[]'
				else (select coalesce(pg_catalog.jsonb_agg(oid::pg_catalog.text), '[]') from pg_catalog.pg_class
				where relnamespace operator(pg_catalog.=) pg_catalog.pg_my_temp_schema()) end)"""
			.formatted(custom);
	}

	/**
	 * Return the statement that raises if a script whose statements call no code may
	 * change the session all the same.
	 */
	static String requireNoListener() {
		return """
				if %s then
				raise sqlstate '%s' using message = 'an event trigger, or what is temporary, may change the session';
				end if;
				""".formatted(IS_LISTENED_TO, SqlState.SHORTCUT_REFUSED);
	}

	/**
	 * Return the statements that remember the session. The search path is the session's
	 * own, so that everything is named with its schema, operators included.
	 * @param key a secret of this transaction that seals what is remembered: a function
	 * of another role that a script calls, or a trigger, could open a cursor of the same
	 * name. The cursor's query must not have it, since {@code pg_cursors} shows that
	 * @param customSettings the settings that PostgreSQL does not list and the script
	 * sets
	 */
	static String remember(String key, Collection<String> customSettings) {
		String custom = customSettings.stream().map(Quote::literal).collect(Collectors.joining(", "));
		return "state := " + state(custom) + """
				;
				state := state operator(pg_catalog.||) pg_catalog.jsonb_build_object('seal', pg_catalog.encode(
				pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.concat('%1$s', state, '%1$s'), 'UTF8')), 'hex'));
				open saved for select state;
				""".formatted(key);
	}

	/**
	 * Return the statements that end a failed transaction and take away what a rollback
	 * leaves: session-level advisory locks and prepared statements.
	 * @param milliseconds how long ago, at most, the script began
	 */
	static List<String> abandon(long milliseconds) {
		return List.of(OwnTransaction.ROLLBACK, """
				do $slipway$
				declare
				item pg_catalog.record;
				begin
				perform pg_catalog.pg_advisory_unlock_all();
				for item in select name from pg_catalog.pg_prepared_statements where from_sql
				and prepare_time operator(pg_catalog.>=) (pg_catalog.clock_timestamp()
				operator(pg_catalog.-) interval '%s milliseconds') loop
				execute pg_catalog.format('deallocate %%I', item.name);
				end loop;
				end $slipway$""".formatted(milliseconds));
	}

	/**
	 * Return the settings of a script, with their values in SQL.
	 * @param local whether they end with the transaction; otherwise they are for a
	 * statement that refuses one, which is not limited as a whole
	 */
	static Map<String, String> limits(RunContext context, boolean local) {
		Map<String, String> settings = new LinkedHashMap<>(lockLimits(context));
		settings.put("statement_timeout", local ? milliseconds(context.options().timeouts().statementTimeout()) : "0");
		settings.putAll(lockHolderLimits(context.serverVersion()));
		return settings;
	}

	/**
	 * Return the settings of the transaction that holds the lock beside a script: it may
	 * last as long as it does.
	 */
	static Map<String, String> lockHolderLimits(int serverVersion) {
		Map<String, String> settings = new LinkedHashMap<>();
		if (serverVersion >= TRANSACTION_TIMEOUT) {
			settings.put("transaction_timeout", "0");
		}
		settings.putAll(clientLimits());
		return settings;
	}

	/** Return the limit of a wait for a lock. */
	static Map<String, String> lockLimits(RunContext context) {
		return Map.of(LOCK_TIMEOUT, milliseconds(context.options().timeouts().lockTimeout()));
	}

	/**
	 * Return how the server notices in half a minute that the machine of a client has
	 * died. By default it waits for two hours, and keeps all locks meanwhile (manual,
	 * section 19.3.2).
	 */
	private static Map<String, String> clientLimits() {
		Map<String, String> settings = new LinkedHashMap<>();
		settings.put("tcp_keepalives_idle", "10");
		settings.put("tcp_keepalives_interval", "5");
		settings.put("tcp_keepalives_count", "4");
		return settings;
	}

	/**
	 * Return the PL/pgSQL by which the server looks every second whether the client of a
	 * running statement still lives. Without it the statement of a killed process runs to
	 * its end. Not every platform can.
	 */
	static String noticeDeadClient(boolean local) {
		return """
				begin
				%sexception when invalid_parameter_value or undefined_object then null;
				end;
				""".formatted(set(Map.of(CHECK_CLIENT, CHECK_CLIENT_MILLISECONDS), local));
	}

	/**
	 * The settings of a hundred migrations travel in few round trips, so they are short.
	 */
	static String set(Map<String, String> settings, boolean local) {
		return settings.entrySet()
			.stream()
			.map((setting) -> (local ? "set local " : "set ") + setting.getKey() + "=" + setting.getValue() + ";\n")
			.collect(Collectors.joining());
	}

	/**
	 * Return the statement that gives the session a role, for a statement that refuses a
	 * transaction. {@link #restore} takes it back.
	 * @param role the role; {@code null} for that of the connection
	 */
	static String sessionRole(@Nullable String role) {
		return (role != null) ? "set role " + Quote.identifier(role) + ";\n" : "";
	}

	private static String milliseconds(Duration timeout) {
		return String.valueOf(timeout.toMillis());
	}

}
