package dev.slipway.engine.execute;

import java.util.List;

import dev.slipway.engine.execute.ScriptConnection.Step;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.SqlState;

/**
 * The SQL around the parts of a script that does not run in one transaction.
 *
 * @param transaction the SQL that every script has around it
 * @param migration the migration
 * @param held the expression that is true while the lock is held
 * @param permission what must come before anything is recorded, and before any statement
 * of the script; empty for scripts that are not recorded
 */
public record UnitSql(MigrationTransaction transaction, Migration migration, String held, String permission) {

	/** What comes before the statements of a transaction. */
	Step guard() {
		return block(SessionState.DECLARATIONS,
				requireLock() + this.transaction.prepareSession(this.migration, List.of(this.migration.script()), true)
						+ this.permission);
	}

	/**
	 * What comes after them: restore the session.
	 * @param progress what to record in the same transaction
	 */
	Step finish(String progress) {
		return block(SessionState.DECLARATIONS,
				this.transaction.restoreSession() + progress + SessionState.RESTORE_SEARCH_PATH);
	}

	/** What is recorded in a transaction of its own. */
	public Step alone(String progress) {
		// What others have deferred must come before the row is looked for.
		String body = progress.isEmpty() ? ""
				: this.permission + MigrationTransaction.CHECK_DEFERRED + ";\n" + progress;
		return Step.own(MigrationTransaction.ownBlock(requireLock() + body));
	}

	/**
	 * Set the session up for a statement that runs outside of a transaction. What the
	 * session had can then be fetched from the cursor.
	 */
	Step prepare() {
		return block(SessionState.DECLARATIONS,
				this.transaction.prepareSession(this.migration, List.of(this.migration.script()), false));
	}

	/**
	 * Undo {@link #prepare()}.
	 * @param saved what was fetched from the cursor
	 */
	Step restore(String saved) {
		return block(SessionState.DECLARATIONS, this.transaction.restoreSession(saved));
	}

	private String requireLock() {
		return """
				if not %s then
					raise exception using errcode = '%s', message = 'the lock was lost';
				end if;
				""".formatted(this.held, SqlState.LOCK_NOT_FREE);
	}

	private static Step block(String declarations, String body) {
		return Step.own(Quote.block(declarations, body));
	}

}
