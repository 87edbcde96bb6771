package dev.slipway.engine.execute;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * One statement to send.
 *
 * @param role what it is for
 * @param sql the statement
 * @param migration the migration that it belongs to, where several are sent at a time;
 * {@code null} before its script
 * @param script the script that it comes from, where several are sent at a time
 * @param statement the statement of a script that it belongs to; {@code null} for
 * Slipway's own, whose failure is no fault of the script
 */
public record Step(Role role, String sql, @Nullable Migration migration, @Nullable Script script,
		@Nullable SqlStatement statement) {

	static Step prepare(String sql) {
		return new Step(Role.PREPARE, sql, null, null, null);
	}

	static Step of(Role role, String sql, Migration migration) {
		return new Step(role, sql, migration, null, null);
	}

	static Step of(SqlStatement statement, Script script, Migration migration) {
		return new Step(Role.SCRIPT, statement.text(), migration, script, statement);
	}

	static Step of(SqlStatement statement) {
		return of(statement.text(), statement);
	}

	/**
	 * Return a step of which a statement of the only script is the cause.
	 * @param sql what to send
	 * @param statement the statement, {@code null} when there is none
	 */
	public static Step of(String sql, @Nullable SqlStatement statement) {
		return new Step(Role.SCRIPT, sql, null, null, statement);
	}

	static Step own(String sql) {
		return new Step(Role.OWN, sql, null, null, null);
	}

	/** Whether it is a COPY, which needs a round trip of its own. */
	boolean copies() {
		return this.statement != null && this.statement.isCopy();
	}

	/** Whether it sends an undo script, which needs a round trip of its own. */
	boolean storesUndo() {
		return this.role == Role.UNDO;
	}

	/** Whether it runs code, before which all others must have succeeded. */
	boolean runsCode() {
		return this.role == Role.CODE;
	}

	/** Whether it sends rows to the client, where nobody wants them. */
	boolean copiesOut() {
		return this.statement != null && this.statement.kind() == SqlStatement.Kind.COPY_OUT;
	}

	/** What a statement is for. */
	enum Role {

		/** Before a script. */
		PREPARE,

		/** A statement of a script, or what it makes necessary. */
		SCRIPT,

		/** Where what the script deferred is due. */
		END_OF_SCRIPT,

		/** Slipway's own work around a script. */
		OWN,

		/** Stores the undo script, which is sent apart from the row. */
		UNDO,

		/** Slipway's own work around a script, prepared in the session. */
		PREPARED,

		/** Runs the code of a migration, where a file has statements. */
		CODE

	}

}
