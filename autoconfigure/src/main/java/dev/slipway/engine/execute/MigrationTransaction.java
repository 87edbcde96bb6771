package dev.slipway.engine.execute;

import java.util.List;
import java.util.stream.Collectors;

import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.history.Quote;
import dev.slipway.engine.lock.AdvisoryLock;
import dev.slipway.engine.script.Migration;

/**
 * The SQL around a script: the transaction that makes it happen exactly once and gives
 * the connection back as it came.
 * <p>
 * What the session had set is read before the script and kept in a cursor, because a
 * cursor lives in the transaction alone and {@code RESET ALL} leaves it alone. After the
 * script, and before the history row, everything a script can set is undone and what the
 * session had is put back, all in the one transaction: behind a pooler the next one may
 * meet another session.
 */
final class MigrationTransaction {

	/** The lock is not free. */
	static final String LOCK_NOT_FREE = "SW001";

	/** The history is not as it was planned with. */
	static final String HISTORY_MOVED = "SW002";

	/** The script closed the cursor that holds what the session had. */
	static final String CURSORS_CLOSED = "SW003";

	/** The schema of the history table is missing and may not be created. */
	static final String SCHEMA_MISSING = "SW004";

	static final String BEGIN = "begin isolation level read committed";

	static final String COMMIT = "commit";

	/** Checks what the script deferred, while the script's own settings still hold. */
	static final String CHECK_DEFERRED = "set constraints all immediate";

	/**
	 * Ends a failed transaction. Session-level advisory locks are the one thing that a
	 * rollback leaves.
	 */
	static final List<String> ABANDON = List.of("rollback", "select pg_catalog.pg_advisory_unlock_all()");

	private static final String SAVED = "slipway_session";

	private final String service;

	private final HistoryTable table;

	private final AdvisoryLock lock;

	private final List<String> searchPath;

	private final String runId;

	MigrationTransaction(String service, HistoryTable table, AdvisoryLock lock, List<String> searchPath, String runId) {
		this.service = service;
		this.table = table;
		this.lock = lock;
		this.searchPath = searchPath;
		this.runId = runId;
	}

	/** Create the history table, under the lock. */
	String creation(boolean createSchema) {
		return block("", takeLock() + this.table.creation(createSchema, SCHEMA_MISSING));
	}

	/**
	 * What comes before a script: take the lock, see that the history is still as
	 * planned, remember the session, set what the script is to find.
	 * @param planned the history that the plan was made with
	 * @param done how many migrations the run has applied since
	 */
	String guard(Migration migration, History planned, int done) {
		String declarations = """
				saved refcursor := '%s';
				state pg_catalog.jsonb;
				""".formatted(SAVED);
		String body = takeLock() + """
				if %s then
					raise exception using errcode = '%s', message = 'the history has moved on';
				end if;
				state := pg_catalog.jsonb_build_object(
					'settings', (select pg_catalog.jsonb_object_agg(name, setting) from pg_catalog.pg_settings
						where source = 'session' and name !~ '^transaction_'),
					'role', pg_catalog.current_setting('role'),
					'user', session_user,
					'channels', (select pg_catalog.jsonb_agg(c) from pg_catalog.pg_listening_channels() c),
					'temporary', (select pg_catalog.jsonb_agg(oid::text) from pg_catalog.pg_class
						where relnamespace = pg_catalog.pg_my_temp_schema()));
				open saved for select state;
				perform pg_catalog.set_config('application_name', %s, true);
				""".formatted(this.table.moved(planned, this.runId, done), HISTORY_MOVED,
				Quote.literal(applicationName(migration)));
		return block(declarations, body + setSearchPath());
	}

	/**
	 * What comes after a script: undo what it set, put back what the session had, record
	 * it.
	 */
	String finish(Migration migration) {
		String declarations = """
				saved refcursor := '%s';
				state pg_catalog.jsonb;
				item record;
				""".formatted(SAVED);
		return block(declarations,
				"""
						set constraints all immediate;
						reset session authorization;
						reset role;
						reset all;
						if not exists (select from pg_catalog.pg_cursors where name = '%s') then
							raise exception using errcode = '%s', message = 'the script closed all cursors';
						end if;
						fetch saved into state;
						execute 'close all';
						unlisten *;
						perform pg_catalog.pg_advisory_unlock_all();
						for item in select name from pg_catalog.pg_prepared_statements
								where from_sql and prepare_time >= pg_catalog.transaction_timestamp() loop
							execute pg_catalog.format('deallocate %%I', item.name);
						end loop;
						if pg_catalog.jsonb_typeof(state -> 'temporary') = 'array' then
							for item in select relname, relkind from pg_catalog.pg_class
									where relnamespace = pg_catalog.pg_my_temp_schema() and relkind in ('r', 'p', 'v', 'S', 'f')
										and not state -> 'temporary' @> pg_catalog.to_jsonb(oid::text) loop
								execute pg_catalog.format('drop %%s if exists pg_temp.%%I cascade', case item.relkind
									when 'v' then 'view' when 'S' then 'sequence' when 'f' then 'foreign table'
									else 'table' end, item.relname);
							end loop;
						else
							discard temp;
						end if;
						for item in select c from pg_catalog.jsonb_array_elements_text(case
								pg_catalog.jsonb_typeof(state -> 'channels') when 'array' then state -> 'channels' else '[]' end) c loop
							execute pg_catalog.format('listen %%I', item.c);
						end loop;
						perform pg_catalog.set_config(key, value, false)
						from pg_catalog.jsonb_each_text(case pg_catalog.jsonb_typeof(state -> 'settings')
							when 'object' then state -> 'settings' else '{}' end);
						if session_user <> (state ->> 'user') then
							perform pg_catalog.set_config('session_authorization', state ->> 'user', false);
						end if;
						perform pg_catalog.set_config('role', state ->> 'role', false);
						"""
					.formatted(SAVED, CURSORS_CLOSED) + this.table.insertion(migration, this.runId));
	}

	private String takeLock() {
		return """
				if not %s then
					raise exception using errcode = '%s', message = 'another process is migrating';
				end if;
				""".formatted(this.lock.acquisition(), LOCK_NOT_FREE);
	}

	private String setSearchPath() {
		if (this.searchPath.isEmpty()) {
			return "";
		}
		String path = this.searchPath.stream().map(Quote::identifier).collect(Collectors.joining(", "));
		return "perform pg_catalog.set_config('search_path', " + Quote.literal(path) + ", true);\n";
	}

	private String applicationName(Migration migration) {
		return "slipway" + (this.service.isEmpty() ? "" : " " + this.service) + " " + migration.label();
	}

	/** A name within the block may hold any text, the quote around it included. */
	private static String block(String declarations, String body) {
		String tag = "$slipway$";
		for (int i = 1; body.contains(tag); i++) {
			tag = "$slipway" + i + "$";
		}
		return "do " + tag + "\n" + (declarations.isEmpty() ? "" : "declare\n" + declarations) + "begin\n" + body
				+ "end " + tag;
	}

}
