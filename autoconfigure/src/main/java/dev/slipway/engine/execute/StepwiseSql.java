package dev.slipway.engine.execute;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.files.Executable;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.History;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.SqlState;

/**
 * The SQL around the parts of a script that does not run in one transaction.
 *
 * @param transaction the SQL that every script has around it
 * @param executable the migration or callback
 * @param held the expression that is true while the lock is held
 * @param permission what must come before anything is recorded, and before any statement
 * of the script; empty for scripts that are not recorded
 */
public record StepwiseSql(TransactionSql transaction, Executable executable, String held, String permission) {

	/**
	 * What comes before the statements of a transaction.
	 * @param key the key of the transaction
	 */
	Step guard(String key) {
		return block(SessionSql.DECLARATIONS,
				requireLock()
						+ this.transaction.prepareSession(this.executable, List.of(this.executable.script()), true, key)
						+ this.permission);
	}

	/**
	 * What comes after them: restore the session.
	 * @param progress what to record in the same transaction
	 * @param key the key of the transaction
	 */
	Step finish(String progress, String key) {
		return block(SessionSql.DECLARATIONS,
				this.transaction.restoreSession(key) + progress + SessionSql.RESTORE_SEARCH_PATH);
	}

	/**
	 * See that the history is still as planned, in a transaction of its own: the one that
	 * holds the lock must not have read the table.
	 * @param planned the history that the plan was made with
	 */
	List<Step> requireHistory(History planned) {
		return ownTransaction(requireLock() + this.transaction.limits() + this.transaction.requireHistory(planned));
	}

	/**
	 * What is recorded in a transaction of its own, which waits for locks no longer than
	 * a statement of a script.
	 * @param progress what to record, empty for nothing
	 */
	public List<Step> underLock(String progress) {
		return transaction(requireLock(), this.transaction.limits(), progress);
	}

	/**
	 * What is recorded of a statement that has run outside of a transaction. It waits for
	 * locks without a limit: were it given up, the statement would run again.
	 * @param progress what to record, empty for nothing
	 */
	List<Step> underLockWithoutLimit(String progress) {
		return transaction(requireLock(), "", progress);
	}

	/**
	 * What is recorded after a failure, also when the lock is lost.
	 * @param progress what to record
	 */
	List<Step> withoutLock(String progress) {
		return transaction("", this.transaction.limits(), progress);
	}

	/**
	 * What stores an undo script that is too large to be a part of the row.
	 * @param migration the migration, whose row this run has written or taken over
	 */
	List<Step> storeUndo(Migration migration) {
		List<Step> steps = new ArrayList<>();
		steps.add(Step.own(OwnTransaction.BEGIN));
		steps.add(Step.own(this.transaction.ownBlock(requireLock() + this.transaction.limits() + this.permission)));
		steps.addAll(this.transaction.storeUndo(migration));
		steps.add(Step.own(OwnTransaction.COMMIT));
		return steps;
	}

	/** Under the level of isolation in which a statement sees what it has waited for. */
	private List<Step> transaction(String guard, String limits, String progress) {
		// What others have deferred must come before the row is looked for.
		String body = progress.isEmpty() ? ""
				: limits + this.permission + TransactionSql.CHECK_DEFERRED + ";\n" + progress;
		return ownTransaction(guard + body);
	}

	private List<Step> ownTransaction(String body) {
		return List.of(Step.own(OwnTransaction.BEGIN), Step.own(this.transaction.ownBlock(body)),
				Step.own(OwnTransaction.COMMIT));
	}

	/**
	 * Set the session up for a statement that runs outside of a transaction. What the
	 * session had can then be fetched from the cursor.
	 * @param key the key with which it is restored
	 */
	Step prepare(String key) {
		return block(SessionSql.DECLARATIONS,
				this.transaction.prepareSession(this.executable, List.of(this.executable.script()), false, key));
	}

	/**
	 * Undo {@link #prepare}.
	 * @param saved what was fetched from the cursor
	 * @param key the key with which it was sealed
	 */
	Step restore(String saved, String key) {
		return block(SessionSql.DECLARATIONS, this.transaction.restoreSession(saved, key));
	}

	/** The statement that gives a transaction the role of the service; empty for none. */
	public String role() {
		return this.transaction.role();
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
