package dev.slipway.engine.execute;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.slipway.engine.execute.Step.Role;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.SqlState;
import org.jspecify.annotations.Nullable;

/**
 * The SQL around scripts for which the server runs no code but its own, prepared in the
 * session: most of what it costs is that the server plans it for each file.
 * <p>
 * Only where no pooler lends another session to the next transaction, and only for
 * scripts that follow one another: any other code could put statements of its own in the
 * place of these, and they would run with Slipway's rights. So they are prepared behind
 * the guard of the first such script and deallocated in the transaction of the last.
 * <p>
 * A statement that is not PL/pgSQL can raise nothing but an error of an expression. So
 * these refuse without a reason, and what raises with the reason runs in their place.
 */
final class PreparedSql {

	/** How many scripts in a row it pays for. */
	static final int FEWEST = 8;

	/**
	 * An answer that is not as it must be; a statement that somebody has deallocated, or
	 * that another session has; a setting that the platform of the server cannot have.
	 */
	private static final Set<String> REFUSALS = Set.of(SqlState.DIVISION_BY_ZERO, SqlState.INVALID_STATEMENT_NAME,
			SqlState.INVALID_PARAMETER_VALUE);

	private final String guard;

	private final String check;

	private final String recording;

	private final TransactionSql transaction;

	private final HistoryTable table;

	private final RunContext context;

	/**
	 * Create the SQL of some scripts.
	 * @param key what no other prepared statement of the session has in its name
	 */
	PreparedSql(TransactionSql transaction, String key) {
		this.transaction = transaction;
		this.context = transaction.context();
		this.table = this.context.table();
		this.guard = "slipway_g" + key;
		this.check = "slipway_c" + key;
		this.recording = "slipway_r" + key;
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
		Map<String, String> settings = new LinkedHashMap<>(this.transaction.settings());
		settings.put("client_connection_check_interval", "1000");
		// In one column: the driver counts on short answers, so that neither side blocks.
		StringBuilder guard = new StringBuilder(prepare(this.guard)).append(requireThat(this.transaction.lockIsTaken()))
			.append(", pg_catalog.concat(pg_catalog.set_config('application_name', $1, true)");
		settings.forEach((name, value) -> guard.append(", pg_catalog.set_config('")
			.append(name)
			.append("', ")
			.append(Quote.literal(value))
			.append(", true)"));
		guard.append(')');
		String check = prepare(this.check)
				+ requireThat("not (" + SessionSql.IS_LISTENED_TO + ") and not (" + this.table.movedSince(planned,
						this.context.runId(), "$1::pg_catalog.text", "$2::pg_catalog.text", "$3::pg_catalog.text")
						+ ")");
		return List.of(step(guard.toString(), null), step(check, null),
				step(prepare(this.recording) + this.table.preparedInsertion(this.context.runId()), null));
	}

	/**
	 * What comes before a script, except for the first.
	 * @param migration the migration
	 * @param last the migration that was applied before it
	 */
	List<Step> guard(Migration migration, Migration last) {
		List<Step> steps = new ArrayList<>();
		steps.add(step(execute(this.guard, Quote.literal(this.transaction.applicationName(migration))), null));
		String role = this.transaction.role();
		if (!role.isEmpty()) {
			steps.add(Step.prepare(withoutSemicolon(role)));
		}
		steps.add(Step.prepare(withoutSemicolon(this.table.lockForWriting())));
		steps.add(step(check(last), null));
		return steps;
	}

	/**
	 * What comes after a script: record the migration, and see that it is recorded.
	 * @param migration the migration
	 */
	List<Step> finish(Migration migration) {
		return List.of(step(execute(this.recording, HistoryTable.insertedValues(migration)), migration),
				step(check(migration), migration));
	}

	/** What comes after the last script. */
	List<Step> deallocation(Migration migration) {
		List<Step> steps = new ArrayList<>();
		for (String name : List.of(this.guard, this.check, this.recording)) {
			steps.add(step("deallocate " + name, migration));
		}
		return steps;
	}

	private String check(Migration newest) {
		return execute(this.check, HistoryTable.identifyingValues(newest));
	}

	private static Step step(String sql, @Nullable Migration migration) {
		return new Step(Role.PREPARED, sql, migration, null, null);
	}

	private static String prepare(String name) {
		return "prepare " + name + " as ";
	}

	private static String execute(String name, String values) {
		return "execute " + name + "(" + values + ")";
	}

	private static String requireThat(String condition) {
		return "select 1 operator(pg_catalog./) (case when " + condition + " then 1 else 0 end)";
	}

	private static String withoutSemicolon(String statement) {
		return statement.substring(0, statement.lastIndexOf(';'));
	}

}
