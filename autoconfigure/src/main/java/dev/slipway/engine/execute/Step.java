package dev.slipway.engine.execute;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a round trip.
 *
 * @param role what it is for
 * @param sql the statement
 * @param migration the migration that it belongs to; {@code null} before its script
 * @param script the script that it comes from, {@code null} for one of ours
 * @param statement the statement of the script, {@code null} for one of ours
 */
record Step(Role role, String sql, @Nullable Migration migration, @Nullable Script script,
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

	/** Whether it is a COPY, which needs a round trip of its own. */
	boolean copies() {
		return this.statement != null && this.statement.isCopy();
	}

	/** Whether it sends rows to the client, where nobody wants them. */
	boolean copiesOut() {
		return this.statement != null && this.statement.kind() == SqlStatement.Kind.COPY_OUT;
	}

	/** What a statement of a round trip is for. */
	enum Role {

		/** Before a script. */
		PREPARE,

		/** A statement of a script. */
		SCRIPT,

		/** Where what the script deferred is due. */
		END_OF_SCRIPT,

		/** Slipway's own work after a script. */
		RECORD

	}

}
