package dev.slipway.engine.execute;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.slipway.engine.execute.Step.Role;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.script.TextChecksum;
import org.jspecify.annotations.Nullable;

/**
 * The SQL around scripts, prepared in the session: most of what it costs is that the
 * server plans it for each file. Only where no pooler lends another session to the next
 * transaction.
 * <p>
 * Any code that runs in a script could put statements of its own in the place of these,
 * and they would run with Slipway's rights. So after each script that may run code, what
 * it has prepared and every statement with one of these names that is not letter for
 * letter the one that was prepared is deallocated, before any is used. They are prepared
 * behind the guard of the first of some scripts that follow one another, and deallocated
 * in the transaction of the last.
 * <p>
 * A statement that is not PL/pgSQL can raise nothing but an error of an expression. So
 * these refuse without a reason, and what raises with the reason runs in their place.
 */
final class PreparedSql {

	/** How many scripts in a row it pays for. */
	static final int FEWEST = 8;

	/**
	 * An answer that is not as it must be; a statement that somebody has deallocated, or
	 * that another session has; a setting that the platform of the server cannot have, or
	 * that may not be read any more.
	 */
	private static final Set<String> REFUSALS = Set.of(SqlState.DIVISION_BY_ZERO, SqlState.INVALID_STATEMENT_NAME,
			SqlState.INVALID_PARAMETER_VALUE, SqlState.INSUFFICIENT_PRIVILEGE);

	private static final String DECLARATIONS = "item pg_catalog.record;\n";

	private final String key;

	private final String guard;

	private final String check;

	private final String recording;

	private final String settings;

	private final TransactionSql transaction;

	private final HistoryTable table;

	private final RunContext context;

	private final @Nullable KnownSession session;

	/** The SHA-256 of the statements that were prepared, in hexadecimal digits. */
	private final List<String> prepared = new ArrayList<>();

	/** The call of a prepared statement, in the memory of the call before. */
	private final StringBuilder statement = new StringBuilder();

	/** What a block consists of, in the memory of the block before. */
	private final StringBuilder body = new StringBuilder();

	/** What puts the session back, the same after each script but the last. */
	private @Nullable String restoration;

	/**
	 * Create the SQL of some scripts.
	 * @param key what no other prepared statement of the session has in its name
	 * @param session what the session has to which scripts bring it back; {@code null}
	 * for scripts only for which the server runs no code but its own
	 */
	PreparedSql(TransactionSql transaction, String key, @Nullable KnownSession session) {
		this.transaction = transaction;
		this.context = transaction.context();
		this.table = this.context.table();
		this.session = session;
		this.key = key;
		this.guard = "slipway_g" + key;
		this.check = "slipway_c" + key;
		this.recording = "slipway_r" + key;
		this.settings = "slipway_s" + key;
	}

	/** Whether the failure of a step that this has made asks for the long way. */
	static boolean isRefusal(String sqlState) {
		return REFUSALS.contains(sqlState);
	}

	/**
	 * The statements that prepare the others.
	 * @param planned the history that the plan was made with
	 */
	List<Step> preparation(History planned) {
		List<Step> steps = new ArrayList<>();
		// In one column: the driver counts on short answers, so that neither side blocks.
		StringBuilder set = new StringBuilder(requireThat(this.transaction.lockIsTaken()))
			.append(", pg_catalog.concat(pg_catalog.set_config('application_name', $1, true)");
		this.transaction.settings()
			.forEach((name, value) -> set.append(", pg_catalog.set_config('")
				.append(name)
				.append("', ")
				.append(Quote.literal(value))
				.append(", true)"));
		steps.add(prepare(this.guard, set.append(')').toString()));
		String moved = this.table.movedSince(planned, this.context.runId(), "$1::pg_catalog.text",
				"$2::pg_catalog.text", "$3::pg_catalog.text");
		steps.add(prepare(this.check,
				requireThat("($4::pg_catalog.bool or not (" + SessionSql.IS_LISTENED_TO + ")) and not (" + moved + ")"
						+ ((this.session != null)
								? " and pg_catalog.pg_backend_pid() operator(pg_catalog.=) " + this.session.pid()
								: ""))));
		steps.add(prepare(this.recording, this.table.preparedInsertion(this.context.runId())));
		if (this.session != null) {
			steps.add(prepare(this.settings, this.session.restorationOfSettings()));
		}
		return steps;
	}

	private Step prepare(String name, String sql) {
		String statement = "prepare " + name + " as " + sql;
		this.prepared.add(HexFormat.of().formatHex(TextChecksum.sha256(statement.getBytes(StandardCharsets.UTF_8))));
		return step(statement, null);
	}

	/**
	 * What comes before a script for which the server runs no code but its own, except
	 * for the first.
	 * @param migration the migration
	 * @param last the migration that was applied before it
	 */
	List<Step> guardOfCodeFree(Migration migration, Migration last) {
		List<Step> steps = new ArrayList<>();
		steps.add(step(lock(migration), null));
		String role = this.transaction.role();
		if (!role.isEmpty()) {
			steps.add(Step.prepare(withoutSemicolon(role)));
		}
		steps.add(Step.prepare(withoutSemicolon(this.table.lockForWriting())));
		steps.add(step(check(last, false), null));
		return steps;
	}

	/**
	 * What comes before any other script, except for the first: one statement, because
	 * the driver limits how many a round trip may have.
	 * @param migration the migration
	 * @param last the migration that was applied before it
	 */
	Step guardOfKnown(Migration migration, Migration last) {
		this.body.setLength(0);
		run(lock(migration));
		this.body.append(this.transaction.role()).append(this.table.lockForWriting());
		run(check(last, true));
		return step(Quote.block("", this.body), null);
	}

	/**
	 * What comes after a script for which the server ran no code but its own: record the
	 * migration, and see that it is recorded.
	 * @param migration the migration
	 */
	List<Step> finishOfCodeFree(Migration migration) {
		return List.of(step(recording(migration), migration), step(check(migration, false), migration));
	}

	/**
	 * What comes after any other script: the same in the session that it was before.
	 * @param migration the migration
	 * @param last whether it is the last such script
	 */
	Step finishOfKnown(Migration migration, boolean last) {
		KnownSession known = Objects.requireNonNull(this.session);
		if (this.restoration == null || last) {
			this.restoration = known.restoration(this.settings, this.key, this.prepared, last)
					+ this.transaction.limits() + this.transaction.role();
		}
		this.body.setLength(0);
		this.body.append(this.restoration);
		run(recording(migration));
		run(check(migration, true));
		this.body.append(known.searchPath()).append('\n');
		return step(Quote.block(DECLARATIONS, this.body), migration);
	}

	/** What comes after the last script. */
	List<Step> deallocation(Migration migration) {
		List<Step> steps = new ArrayList<>();
		for (String name : List.of(this.guard, this.check, this.recording)) {
			steps.add(step("deallocate " + name, migration));
		}
		if (this.session != null) {
			steps.add(step("deallocate " + this.settings, migration));
		}
		return steps;
	}

	private CharSequence lock(Migration migration) {
		begin(this.guard);
		Quote.appendLiteral(this.statement, this.transaction.applicationName(migration));
		return this.statement.append(')');
	}

	private CharSequence recording(Migration migration) {
		begin(this.recording);
		HistoryTable.appendInsertedValues(this.statement, migration);
		return this.statement.append(')');
	}

	private CharSequence check(Migration newest, boolean listenedTo) {
		begin(this.check);
		HistoryTable.appendIdentifyingValues(this.statement, newest);
		return this.statement.append(", ").append(listenedTo).append(')');
	}

	private void begin(String prepared) {
		this.statement.setLength(0);
		this.statement.append("execute ").append(prepared).append('(');
	}

	/** Add the PL/pgSQL for a statement. */
	private void run(CharSequence sql) {
		this.body.append("execute ");
		Quote.appendLiteral(this.body, sql);
		this.body.append(";\n");
	}

	private static Step step(CharSequence sql, @Nullable Migration migration) {
		return new Step(Role.PREPARED, sql.toString(), migration, null, null);
	}

	private static String requireThat(String condition) {
		return "select 1 operator(pg_catalog./) (case when " + condition + " then 1 else 0 end)";
	}

	private static String withoutSemicolon(String statement) {
		return statement.substring(0, statement.lastIndexOf(';'));
	}

}
