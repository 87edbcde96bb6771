package dev.slipway.engine.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigratorOptions;
import dev.slipway.engine.execute.SessionSettings;
import dev.slipway.engine.files.Callback;
import dev.slipway.engine.files.Executable;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.plan.Plan;
import dev.slipway.engine.postgres.ConnectionPool;
import dev.slipway.engine.postgres.ServerInfo;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.ScriptStatements;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlStatement.Kind;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.ReadFailure;
import dev.slipway.engine.text.ServiceName;

/**
 * What a database and a pool must be able to do for what is pending. Asked before any
 * service is changed.
 *
 * @param options how the migrations are recorded
 * @param dataSource the pool
 * @param plan what is pending, and what the server said with the history
 */
record Requirements(MigratorOptions options, DataSource dataSource, Plan plan) {

	private static final LineLog logger = LineLog.ofRuns();

	private static final int OLDEST_TESTED = 140000;

	/**
	 * Refuse a command that writes, where nothing can be written.
	 * @param what the command, as messages have it
	 * @param nothing a sentence that says what has not happened
	 * @throws DatabaseException if the database is read-only
	 */
	static void requireWritable(MigratorOptions options, History history, String what, String nothing) {
		if (!history.server().isWritable()) {
			throw new DatabaseException(options.service(), Reason.READ_ONLY,
					what + " writes to the database, and that is " + readOnly(history.server()) + ".\n\n" + nothing,
					null);
		}
	}

	private static String readOnly(ServerInfo server) {
		return server.replica() ? "a read-only replica" : "read-only for this role";
	}

	/**
	 * Refuse what could never be applied.
	 * @param callbacks the callbacks to run
	 */
	void check(List<Callback> callbacks) {
		ServerInfo server = this.plan.history().server();
		List<Migration> pending = this.plan.pending();
		if (server.version() < OLDEST_TESTED) {
			logger.warn(new ServiceName(this.options.service())
					+ " runs on a PostgreSQL older than 14, the oldest that Slipway is tested with (" + server.version()
					+ ")");
		}
		if (!pending.isEmpty() && !server.isWritable()) {
			throw refusal(Reason.READ_ONLY, "migrations are pending, from '" + pending.get(0).label() + "' on ("
					+ pending.size() + " in all), and the database is " + readOnly(server));
		}
		if (!pending.isEmpty()) {
			requireFirstSchema(pending.get(0), server, callbacks);
		}
		List<Executable> executables = new ArrayList<>(pending);
		executables.addAll(callbacks);
		List<Executable> stepwise = new ArrayList<>();
		for (Executable executable : executables) {
			if (!this.plan.isTransactional(executable)) {
				stepwise.add(executable);
			}
		}
		if (!stepwise.isEmpty()) {
			requireSecondConnection(stepwise.get(0));
		}
		if (server.behindPooler()) {
			stepwise.forEach(this::requireNoSettings);
		}
	}

	/**
	 * PostgreSQL would create the objects in the next schema of the path, mostly public.
	 * Not refused where the schema is created before anything else.
	 */
	private void requireFirstSchema(Migration first, ServerInfo server, List<Callback> callbacks) {
		if (!server.schemaMissing() && !server.schemaUnusable()) {
			return;
		}
		String schema = this.options.searchPath().get(0);
		if (server.schemaUnusable()) {
			throw refusal(Reason.SEARCH_PATH, "this role lacks USAGE on the schema '" + schema
					+ "', the first of the search path, so that PostgreSQL would create objects in another schema");
		}
		boolean created = (this.options.createSchema() && schema.equals(this.options.schema())) || Stream
			.concat(callbacks.stream()
				.filter((callback) -> callback.event() == Callback.Event.BEFORE_MIGRATE)
				.map(Callback::script), Stream.of(first.script()))
			.anyMatch((script) -> script.parsed().createdSchemas().contains(schema));
		if (!created) {
			throw refusal(Reason.SEARCH_PATH, "the schema '" + schema
					+ "', the first of the search path, does not exist, so that PostgreSQL would create objects in another"
					+ " schema. The path's names are literal: no quotes around them, and upper and lower case count");
		}
	}

	private void requireSecondConnection(Executable executable) {
		ConnectionPool.limit(this.dataSource, 1).ifPresent((limit) -> {
			throw refusal(Reason.SECOND_CONNECTION, why(executable) + ", and the pool lends one only (" + limit + ")");
		});
	}

	/**
	 * The pool did not say that it could not, and could not all the same.
	 * @param executable what needs the connection
	 * @param applied says what the run had applied before
	 */
	static DatabaseException secondConnectionMissing(String service, Executable executable, DatabaseException cause,
			String applied) {
		Throwable thrown = (cause.getCause() != null) ? cause.getCause() : cause;
		return new DatabaseException(service, Reason.SECOND_CONNECTION,
				Printable.line(why(executable)) + ", and it cannot be had.\n\nERROR: "
						+ Printable.block(String.valueOf(thrown.getMessage())) + "\n\n" + applied,
				cause);
	}

	private static String why(Executable executable) {
		return "'" + executable.label() + "' does not run in one transaction (" + executable.script().parsed().reason()
				+ "), so that a second connection must hold the lock meanwhile";
	}

	/**
	 * Behind a pooler, a statement outside of a transaction meets whatever session the
	 * pooler gives it, and setting that up would change it for others.
	 */
	private void requireNoSettings(Executable executable) {
		Script script = executable.script();
		int finished = this.plan.history().unfinished(executable).map(HistoryRow::statements).orElse(0);
		SessionSettings settings = new SessionSettings();
		int seen = 0;
		try (ScriptStatements source = script.open()) {
			for (SqlStatement next = source.next(); next != null; next = source.next()) {
				seen++;
				if (next.kind() == Kind.NON_TRANSACTIONAL && seen > finished
						&& settings.matterTo(next, !this.options.searchPath().isEmpty(), this.options.role() != null)) {
					throw refusal(Reason.POOLED_SETTINGS, dependsOnSession(script, next, settings));
				}
				settings.add(next);
				settings.commit();
			}
		}
		catch (IOException ex) {
			throw refusal(Reason.OTHER, script.path() + " cannot be read: " + ReadFailure.reason(ex));
		}
	}

	private String dependsOnSession(Script script, SqlStatement statement, SessionSettings settings) {
		return script.locate(statement) + ": this statement runs outside of a transaction, and depends on "
				+ (settings.matterTo(statement, false, false) ? "what the file has set before"
						: (this.options.role() != null) ? "the role of the service" : "the search path of the service")
				+ ". Behind a transaction pooler it may meet any session of the server, in which that is not set";
	}

	private DatabaseException refusal(Reason reason, String what) {
		return new DatabaseException(this.options.service(), reason, Printable.line(what) + ".\n\nNothing was applied.",
				null);
	}

}
