package dev.slipway.engine.execute;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

import dev.slipway.engine.execute.Step.Role;
import dev.slipway.engine.files.Callback;
import dev.slipway.engine.files.Callback.Event;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.History;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.ScriptStatements;
import dev.slipway.engine.sql.CodeFreeStatements;
import dev.slipway.engine.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * The steps of some migrations, a transaction each. Scripts are read as their steps are
 * asked for, so that they may be larger than memory.
 */
final class StepSource implements AutoCloseable {

	private final TransactionSql transaction;

	private final List<Callback> callbacks;

	private final History planned;

	private final List<Migration> migrations;

	/** The index of the migration that is next. */
	private int following;

	/** What each migration's session needs. */
	private final Care[] care;

	private final @Nullable KnownSession session;

	/** Whether the SQL around scripts may be prepared. */
	private final boolean preparing;

	/** What is prepared in the session, and is only up to the last such script. */
	private @Nullable PreparedSql prepared;

	/** What comes next: steps, and scripts to make steps of. */
	private final Deque<Object> parts = new ArrayDeque<>();

	private @Nullable Migration migration;

	private @Nullable Script script;

	private @Nullable ScriptStatements statements;

	/** Of a migration whose session is not restored. */
	private @Nullable CodeFreeStatements codeFree;

	/** The migration whose steps have all been returned, the last one. */
	private @Nullable Migration last;

	/**
	 * Create the steps.
	 * @param transaction the SQL around scripts
	 * @param callbacks the scripts that run in the transactions of migrations
	 * @param planned the history that the plan was made with
	 * @param first what comes before all migrations
	 * @param migrations the migrations, in their order
	 * @param last the migration that was applied since the plan was made, the last one;
	 * {@code null} for none
	 * @param shortcuts whether the session is neither remembered nor restored around
	 * scripts that call no code
	 * @param session what each script's session has; {@code null} if each must be asked
	 * @param preparing whether the SQL around scripts may be prepared
	 */
	StepSource(TransactionSql transaction, List<Callback> callbacks, History planned, List<String> first,
			List<Migration> migrations, @Nullable Migration last, boolean shortcuts, @Nullable KnownSession session,
			boolean preparing) {
		this.transaction = transaction;
		this.callbacks = callbacks;
		this.planned = planned;
		this.migrations = migrations;
		this.last = last;
		this.session = session;
		this.preparing = preparing;
		this.care = new Care[migrations.size()];
		for (int i = 0; i < this.care.length; i++) {
			this.care[i] = shortcuts ? care(migrations.get(i)) : Care.REMEMBERED;
		}
		first.forEach((sql) -> this.parts.add(Step.prepare(sql)));
	}

	/**
	 * Return the next step, {@code null} at the end.
	 * @throws IOException if a script cannot be read
	 */
	@Nullable Step next() throws IOException {
		while (true) {
			Step step = fromScript();
			if (step != null) {
				return step;
			}
			Object part = this.parts.poll();
			if (part instanceof Step ready) {
				return ready;
			}
			if (part instanceof Script next) {
				this.script = next;
				this.statements = next.open();
			}
			else if (this.following < this.migrations.size()) {
				begin(this.migrations.get(this.following++));
			}
			else {
				return null;
			}
		}
	}

	/** Write the data of the step that {@link #next()} returned last. */
	void writeData(OutputStream target) throws IOException {
		if (this.statements != null) {
			this.statements.writeData(target);
		}
	}

	/** The migration whose steps are being read. */
	@Nullable Migration migration() {
		return this.migration;
	}

	private void begin(Migration next) {
		this.migration = next;
		List<Script> scripts = around(next.script());
		boolean codeFree = this.care[this.following - 1] == Care.NONE;
		this.codeFree = codeFree ? new CodeFreeStatements() : null;
		this.parts.add(Step.prepare(OwnTransaction.BEGIN));
		List<Step> finish = guard(next, scripts, this.care[this.following - 1]);
		for (Script part : scripts) {
			boolean code = part == next.script() && next.code() != null;
			this.parts.add(code ? Step.of(Role.CODE, "", next) : part);
		}
		if (!codeFree) {
			this.parts.add(Step.of(Role.END_OF_SCRIPT, TransactionSql.CHECK_DEFERRED, next));
		}
		this.parts.addAll(finish);
		if (next.largeUndoScript().isPresent()) {
			this.parts.addAll(this.transaction.storeUndo(next));
		}
		if (this.prepared != null && !follow(1)) {
			this.parts.addAll(this.prepared.deallocation(next));
			this.prepared = null;
		}
		this.parts.add(Step.of(Role.END_OF_SCRIPT, OwnTransaction.COMMIT, next));
		this.last = next;
	}

	/**
	 * Add what comes before the scripts of a migration.
	 * @return what comes after them
	 */
	private List<Step> guard(Migration next, List<Script> scripts, Care care) {
		PreparedSql used = this.prepared;
		if (used != null) {
			Migration newest = Objects.requireNonNull(this.last);
			if (care == Care.NONE) {
				this.parts.addAll(used.guardOfCodeFree(next, newest));
			}
			else {
				this.parts.add(used.guardOfKnown(next, newest));
			}
			return finish(used, next, care);
		}
		if (care != Care.REMEMBERED && this.preparing && follow(PreparedSql.FEWEST - 1)) {
			PreparedSql following = new PreparedSql(this.transaction, TransactionSql.newKey(), this.session);
			this.prepared = following;
			this.parts
				.add(Step.prepare((care == Care.NONE) ? this.transaction.guardOfCodeFree(next, this.planned, this.last)
						: this.transaction.guardOfKnown(next, this.planned, this.last)));
			this.parts.addAll(following.preparation(this.planned));
			return finish(following, next, care);
		}
		if (care == Care.NONE) {
			this.parts.add(Step.prepare(this.transaction.guardOfCodeFree(next, this.planned, this.last)));
			return List.of(Step.of(Role.OWN, this.transaction.finishOfCodeFree(next, this.planned), next));
		}
		String key = TransactionSql.newKey();
		this.parts.add(Step.prepare(this.transaction.guard(next, scripts, this.planned, this.last, key)));
		return List.of(Step.of(Role.OWN, this.transaction.finish(next, this.planned, key), next));
	}

	private List<Step> finish(PreparedSql used, Migration migration, Care care) {
		return (care == Care.NONE) ? used.finishOfCodeFree(migration)
				: List.of(used.finishOfKnown(migration, !knownFollows()));
	}

	private Care care(Migration migration) {
		// A trigger on the history may be deferred, and change what was written.
		if (migration.code() != null || this.planned.triggers()) {
			return Care.REMEMBERED;
		}
		boolean codeFree = true;
		boolean known = this.session != null;
		for (Script each : around(migration.script())) {
			codeFree = codeFree && each.parsed().codeFree();
			// A known session has told only what PostgreSQL lists.
			known = known && each.parsed().customSettings().isEmpty();
		}
		return codeFree ? Care.NONE : known ? Care.KNOWN : Care.REMEMBERED;
	}

	/** Whether so many migrations are next around which all may be prepared. */
	private boolean follow(int count) {
		int end = this.following + count;
		for (int i = this.following; i < end; i++) {
			if (i >= this.care.length || this.care[i] == Care.REMEMBERED) {
				return false;
			}
		}
		return true;
	}

	/** Whether the session is brought back to what is known once more before the end. */
	private boolean knownFollows() {
		for (int i = this.following; i < this.care.length && this.care[i] != Care.REMEMBERED; i++) {
			if (this.care[i] == Care.KNOWN) {
				return true;
			}
		}
		return false;
	}

	/** A script with those that run before and after each migration. */
	private List<Script> around(Script script) {
		if (this.callbacks.isEmpty()) {
			return List.of(script);
		}
		List<Script> scripts = new ArrayList<>();
		addCallbacks(scripts, Event.BEFORE_EACH_MIGRATE);
		scripts.add(script);
		addCallbacks(scripts, Event.AFTER_EACH_MIGRATE);
		return scripts;
	}

	private void addCallbacks(List<Script> scripts, Event event) {
		for (Callback callback : this.callbacks) {
			if (callback.event() == event) {
				scripts.add(callback.script());
			}
		}
	}

	private @Nullable Step fromScript() throws IOException {
		ScriptStatements open = this.statements;
		if (open == null || this.script == null || this.migration == null) {
			return null;
		}
		SqlStatement statement = open.next();
		if (statement != null) {
			requireCodeFree(statement);
			return Step.of(statement, this.script, this.migration);
		}
		close();
		return null;
	}

	/** Nothing would be restored of what is in the file now. */
	private void requireCodeFree(SqlStatement statement) throws IOException {
		if (this.codeFree != null) {
			this.codeFree.take(statement);
			if (!this.codeFree.certain()) {
				throw new IOException(
						"the file has changed since it was read first: line " + statement.line() + " is another one");
			}
		}
	}

	@Override
	public void close() throws IOException {
		if (this.statements != null) {
			this.statements.close();
			this.statements = null;
		}
	}

	/** What is done about the session around the scripts of a migration. */
	private enum Care {

		/** Nothing: the server runs no code but its own. */
		NONE,

		/** It is brought back to what is known. */
		KNOWN,

		/** It is asked what it has, and brought back to that. */
		REMEMBERED

	}

}
