package dev.slipway.engine.execute;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.slipway.engine.execute.Step.Role;
import dev.slipway.engine.files.Executable;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.lock.AdvisoryLock;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.script.Script;
import org.jspecify.annotations.Nullable;

/**
 * The SQL around a script: the transaction that makes it happen exactly once and gives
 * the connection back as it came.
 */
final class TransactionSql {

	/** Checks what the script deferred, while the script's own settings still hold. */
	static final String CHECK_DEFERRED = "set constraints all immediate";

	/** To send a large script takes its time. */
	private static final String NO_STATEMENT_TIMEOUT = "set local statement_timeout = 0";

	private final RunContext context;

	private final HistoryTable table;

	private final AdvisoryLock lock;

	private final boolean quiet;

	/**
	 * Create the SQL of a run.
	 * @param quiet whether notices stay on the server, where nobody would read them: a
	 * flood of them costs time, and could block both sides in the middle of a round trip
	 */
	TransactionSql(RunContext context, boolean quiet) {
		this.context = context;
		this.table = context.table();
		this.lock = AdvisoryLock.of(this.table);
		this.quiet = quiet;
	}

	/**
	 * Return a key that seals what one transaction remembers of its session. Nothing that
	 * runs in the transaction may learn it. Short, as it travels with each migration.
	 */
	static String newKey() {
		return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
	}

	/**
	 * The statements that make the history table where there is none, its schema in a
	 * transaction of its own, or add what a table of an earlier release lacks.
	 * @param planned the history that the plan was made with
	 */
	List<String> creation(History planned) {
		List<String> statements = new ArrayList<>();
		if (!planned.exists() && this.context.options().createSchema()) {
			statements.addAll(definition(this.table.schemaCreation()));
		}
		if (!planned.exists()) {
			statements.addAll(definition(this.table.creation()));
		}
		else if (planned.outdated()) {
			statements.addAll(definition(this.table.upgrade()));
		}
		return statements;
	}

	/** The session is remembered, because event triggers run for what is defined. */
	private List<String> definition(String sql) {
		String key = newKey();
		return List
			.of(OwnTransaction.BEGIN,
					Quote.block(SessionSql.DECLARATIONS,
							takeLock() + SessionSql.remember(key, List.of()) + limits() + role()
									+ OwnTransaction.SAFE_PATH + ";\n" + sql + SessionSql.restoreDefined(key)),
					OwnTransaction.COMMIT);
	}

	/**
	 * What comes before a script: take the lock, see that the history is still as
	 * planned, remember the session, set what the script is to find.
	 * @param migration the migration
	 * @param scripts all scripts of its transaction
	 * @param planned the history that the plan was made with
	 * @param last the migration that was applied since, the last one; {@code null} for
	 * none
	 * @param key the key of this transaction
	 */
	String guard(Migration migration, List<Script> scripts, History planned, @Nullable Migration last, String key) {
		return guard(SessionSql.DECLARATIONS, prepareSession(migration, scripts, true, key), planned, last);
	}

	/**
	 * The same for scripts during which the server runs no code but its own: nothing of
	 * the session is to be remembered.
	 * @param migration the migration
	 * @param planned the history that the plan was made with
	 * @param last the migration that was applied since, the last one; {@code null} for
	 * none
	 */
	String guardOfCodeFree(Migration migration, History planned, @Nullable Migration last) {
		return guard("", SessionSql.requireNoListener() + setSession(migration, true), planned, last);
	}

	/**
	 * The same in a session of which is known what it has.
	 * @param migration the migration
	 * @param planned the history that the plan was made with
	 * @param last the migration that was applied since, the last one; {@code null} for
	 * none
	 */
	String guardOfKnown(Migration migration, History planned, @Nullable Migration last) {
		return guard("", setSession(migration, true), planned, last);
	}

	private String guard(String declarations, String session, History planned, @Nullable Migration last) {
		// Who asks for the history may have to wait for it, no longer than for another
		// table.
		return Quote.block(declarations,
				takeLock() + session + this.table.lockForWriting() + requireHistory(planned, last));
	}

	/** What is the same for all scripts of the run. */
	RunContext context() {
		return this.context;
	}

	/** Take the lock, for a transaction of its own that keeps it. */
	String acquisition() {
		return Quote.block("", OwnTransaction.SAFE_PATH + ";\n" + takeLock());
	}

	/**
	 * See that the history is still as planned.
	 * @param planned the history that the plan was made with
	 */
	String requireHistory(History planned) {
		return requireHistory(planned, null);
	}

	private String requireHistory(History planned, @Nullable Migration last) {
		return """
				if %s then
					raise exception using errcode = '%s', message = 'the history has moved on';
				end if;
				""".formatted(
				(last != null) ? this.table.movedSince(planned, this.context.runId(), last) : this.table.moved(planned),
				SqlState.HISTORY_MOVED);
	}

	/**
	 * Remember the session, and set what a script is to find.
	 * @param executable the migration or callback
	 * @param scripts all scripts that may change the session
	 * @param local whether the settings end with the transaction
	 * @param key the key with which the session is restored
	 */
	String prepareSession(Executable executable, List<Script> scripts, boolean local, String key) {
		List<String> customSettings = scripts.stream()
			.flatMap((script) -> script.parsed().customSettings().stream())
			.distinct()
			.toList();
		return SessionSql.remember(key, customSettings) + setSession(executable, local);
	}

	private String setSession(Executable executable, boolean local) {
		Map<String, String> settings = SessionSql.limits(this.context, local);
		settings.put("application_name", Quote.literal(applicationName(executable)));
		settings.putAll(ownSettings());
		if (executable instanceof Migration migration && migration.code() != null) {
			// Code may take its time between two statements.
			settings.put("idle_in_transaction_session_timeout", "0");
		}
		return SessionSql.noticeDeadClient(local) + SessionSql.set(settings, local)
				+ (local ? role() : SessionSql.sessionRole(this.context.options().role()));
	}

	/**
	 * The settings of each script that is no code, with their values in SQL, up to the
	 * end of its transaction, but for its name.
	 */
	Map<String, String> settings() {
		Map<String, String> settings = SessionSql.limits(this.context, true);
		settings.putAll(ownSettings());
		settings.put(SessionSql.CHECK_CLIENT, SessionSql.CHECK_CLIENT_MILLISECONDS);
		return settings;
	}

	/** The names of those settings, and that of the setting with the script's name. */
	Set<String> settingNames() {
		Set<String> names = new TreeSet<>(settings().keySet());
		names.add("application_name");
		return names;
	}

	private Map<String, String> ownSettings() {
		Map<String, String> settings = new LinkedHashMap<>();
		// What a file means does not depend on the server it meets.
		settings.put("standard_conforming_strings", "on");
		if (this.quiet) {
			settings.put("client_min_messages", "warning");
		}
		if (!this.context.options().searchPath().isEmpty()) {
			settings.put("search_path",
					this.context.options()
						.searchPath()
						.stream()
						.map(Quote::identifier)
						.collect(Collectors.joining(", ")));
		}
		return settings;
	}

	/** The SQL expression that takes the lock, and is false when somebody else has it. */
	String lockIsTaken() {
		return this.lock.acquisition();
	}

	/**
	 * What comes after a script: restore the session and record the migration.
	 * @param migration the migration
	 * @param planned the history that the plan was made with
	 * @param key the key of this transaction
	 */
	String finish(Migration migration, History planned, String key) {
		return Quote.block(SessionSql.DECLARATIONS, restoreSession(key) + this.table.requireCheckedTriggers(planned)
				+ this.table.insertion(migration, this.context.runId()) + SessionSql.RESTORE_SEARCH_PATH);
	}

	/**
	 * The same for scripts during which the server ran no code but its own: the session
	 * is what it was, but for what ends with the transaction.
	 * @param migration the migration
	 * @param planned the history that the plan was made with
	 */
	String finishOfCodeFree(Migration migration, History planned) {
		return Quote.block("", SessionSql.requireNoListener() + OwnTransaction.SAFE_PATH + ";\n"
				+ this.table.requireCheckedTriggers(planned) + this.table.insertion(migration, this.context.runId()));
	}

	/**
	 * What comes after it where the undo script is too large to be a part of it.
	 * @param migration the migration, whose row is written
	 */
	List<Step> storeUndo(Migration migration) {
		return List.of(Step.of(Role.OWN, NO_STATEMENT_TIMEOUT, migration),
				Step.of(Role.UNDO, this.table.undoStorage(migration, this.context.runId()), migration),
				Step.of(Role.OWN, Quote.block("", this.table.requireUndo(migration, this.context.runId())), migration));
	}

	/**
	 * The session as it was, except that what is recorded then does not wait for long,
	 * and has the role of the service.
	 */
	String restoreSession(String key) {
		return SessionSql.restore(key) + limits() + role();
	}

	/** The session as it was remembered outside of a script's transaction. */
	String restoreSession(String saved, String key) {
		return "open saved for select " + Quote.literal(saved) + "::pg_catalog.jsonb;\n" + SessionSql.restore(key)
				+ SessionSql.RESTORE_SEARCH_PATH;
	}

	/** The role that the rest of the transaction has. */
	String role() {
		return OwnTransaction.role(this.context.options().role());
	}

	String limits() {
		return SessionSql.set(SessionSql.lockLimits(this.context), true);
	}

	String takeLock() {
		return """
				if not %s then
					raise exception using errcode = '%s', message = 'another process is migrating';
				end if;
				""".formatted(this.lock.acquisition(), SqlState.LOCK_NOT_FREE);
	}

	String applicationName(Executable executable) {
		String service = this.context.options().service();
		return "slipway" + (service.isEmpty() ? "" : " " + service) + " " + executable.label();
	}

	/** PL/pgSQL of a transaction in which no script runs, as the role of the service. */
	String ownBlock(String body) {
		return Quote.block("", role() + OwnTransaction.SAFE_PATH + ";\n" + body);
	}

}
