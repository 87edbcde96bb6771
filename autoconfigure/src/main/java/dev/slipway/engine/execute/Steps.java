package dev.slipway.engine.execute;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

import dev.slipway.engine.execute.Step.Role;
import dev.slipway.engine.script.Migration;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.ScriptStatements;
import dev.slipway.engine.script.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * The steps of some migrations, a transaction each. Scripts are read as their steps are
 * asked for, so that they may be larger than memory.
 */
final class Steps implements AutoCloseable {

	private final Frame frame;

	private final Iterator<Migration> migrations;

	/** What comes next: steps, and scripts to make steps of. */
	private final Deque<Object> parts = new ArrayDeque<>();

	private @Nullable Migration migration;

	private @Nullable Script script;

	private @Nullable ScriptStatements statements;

	private int done;

	/**
	 * Create the steps.
	 * @param first what comes before all migrations
	 * @param migrations the migrations, in their order
	 * @param frame what stands around each of them
	 */
	Steps(List<Step> first, List<Migration> migrations, Frame frame) {
		this.frame = frame;
		this.migrations = migrations.iterator();
		this.parts.addAll(first);
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
			else if (this.migrations.hasNext()) {
				begin(this.migrations.next());
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
		this.parts.add(Step.prepare(MigrationTransaction.BEGIN));
		this.parts.add(Step.prepare(this.frame.guard(next, this.done)));
		this.parts.addAll(this.frame.scripts(next));
		this.parts.add(Step.of(Role.END_OF_SCRIPT, MigrationTransaction.CHECK_DEFERRED, next));
		this.parts.add(Step.of(Role.RECORD, this.frame.finish(next), next));
		this.parts.add(Step.of(Role.END_OF_SCRIPT, MigrationTransaction.COMMIT, next));
		this.done++;
	}

	private @Nullable Step fromScript() throws IOException {
		ScriptStatements open = this.statements;
		if (open == null || this.script == null || this.migration == null) {
			return null;
		}
		SqlStatement statement = open.next();
		if (statement != null) {
			return Step.of(statement, this.script, this.migration);
		}
		close();
		return null;
	}

	@Override
	public void close() throws IOException {
		if (this.statements != null) {
			this.statements.close();
			this.statements = null;
		}
	}

	/**
	 * What stands around a migration.
	 */
	interface Frame {

		/** What comes before its scripts. */
		String guard(Migration migration, int done);

		/** Its script, and those that run in its transaction. */
		List<Script> scripts(Migration migration);

		/** What comes after its scripts. */
		String finish(Migration migration);

	}

}
