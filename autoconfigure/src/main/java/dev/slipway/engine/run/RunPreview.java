package dev.slipway.engine.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import javax.sql.DataSource;

import dev.slipway.MigratorOptions;
import dev.slipway.PlannedRun;
import dev.slipway.SlipwayException;
import dev.slipway.engine.files.Callback;
import dev.slipway.engine.files.Callback.Event;
import dev.slipway.engine.files.Executable;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.AppliedInRun;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.history.RenumberedRow;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.plan.Plan;
import dev.slipway.engine.plan.Plan.Batch;
import dev.slipway.engine.plan.Planner;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.report.RunLog;
import dev.slipway.engine.text.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * Makes the plan of a run and goes through it without a database, as if each batch had
 * succeeded. It takes no lock, writes nothing, and needs no more than the right to read.
 */
public final class RunPreview {

	private final HistoryReader reader;

	private final Planner planner;

	private final Plan plan;

	private final Secrets secrets;

	private final List<PlannedRun.Script> scripts = new ArrayList<>();

	private int batches;

	private RunPreview(HistoryReader reader, Planner planner, Plan plan) {
		this.reader = reader;
		this.planner = planner;
		this.plan = plan;
		this.secrets = planner.applied().set().secrets();
	}

	/**
	 * Read the history, in one round trip, and plan.
	 * @throws SlipwayException if the history cannot be read within some seconds, or does
	 * not fit the files
	 */
	public static RunPreview read(DataSource dataSource, MigratorOptions options, MigrationSet set) {
		HistoryReader reader = HistoryReader.of(options).withLimit(Duration.ZERO);
		AppliedInRun applied = new AppliedInRun(UUID.randomUUID().toString(), set);
		Planner planner = new Planner(options, applied);
		History history;
		try (BorrowedConnection connection = new BorrowedConnection(options.service(), dataSource)) {
			history = reader.read(connection);
		}
		set.serverSaid(history.server());
		Plan plan = planner.plan(history);
		new RunLog(options.service(), applied).warnOfFiles();
		return new RunPreview(reader, planner, plan);
	}

	public String service() {
		return this.planner.options().service();
	}

	public String historyTable() {
		return table().qualified();
	}

	public String historyId() {
		return table().id(this.plan.history().server());
	}

	private HistoryTable table() {
		return this.reader.table(this.plan.history());
	}

	/** Return what the run would do. */
	public PlannedRun run() {
		this.scripts.clear();
		this.batches = 0;
		Set<Callback> called = new HashSet<>();
		Plan rest = this.plan;
		// A standby with nothing pending is fine, and nothing can be called there.
		boolean runs = !rest.pending().isEmpty() || rest.history().server().isWritable();
		for (Optional<Batch> next = next(rest, called); runs && next.isPresent(); next = next(rest, called)) {
			this.batches++;
			rest = execute(next.get(), rest, called);
		}
		return new PlannedRun(service(), historyTable(),
				!this.plan.history().exists() && !this.plan.pending().isEmpty(),
				this.plan.history().newest(this.planner.applied().set().order()), this.scripts,
				this.plan.aboveTarget().stream().map(Migration::label).toList(),
				this.plan.toRecord().stream().map(RenumberedRow::toString).toList());
	}

	private Optional<Batch> next(Plan rest, Set<Callback> called) {
		return rest.next(called, !this.plan.pending().isEmpty() && rest.pending().isEmpty());
	}

	private Plan execute(Batch batch, Plan rest, Set<Callback> called) {
		if (batch instanceof Batch.Call call) {
			called.add(call.callback());
			add(call.callback(), call.isTransactional(), null);
			return rest;
		}
		if (batch instanceof Batch.Renumbering) {
			return new Plan(rest.history(), rest.pending(), rest.ahead(), rest.keptRepeatables(), rest.aboveTarget(),
					rest.callbacks(), List.of());
		}
		List<Migration> done = (batch instanceof Batch.Transactional several) ? several.migrations()
				: List.of(((Batch.NonTransactional) batch).migration());
		for (Migration migration : done) {
			boolean transactional = batch instanceof Batch.Transactional;
			each(Event.BEFORE_EACH_MIGRATE, migration, transactional);
			add(migration, transactional, null);
			each(Event.AFTER_EACH_MIGRATE, migration, transactional);
		}
		return new Plan(rest.history(), rest.pending().subList(done.size(), rest.pending().size()), rest.ahead(),
				rest.keptRepeatables(), rest.aboveTarget(), rest.callbacks(), rest.renumbered());
	}

	/** Beside a file that runs statement by statement they have a transaction each. */
	private void each(Event event, Migration migration, boolean within) {
		for (Callback callback : this.plan.callbacks()) {
			if (callback.event() == event) {
				add(callback, true, within ? migration.label() : null);
			}
		}
	}

	private void add(Executable executable, boolean transactional, @Nullable String within) {
		int finished = this.plan.history().unfinished(executable).map(HistoryRow::statements).orElse(0);
		this.scripts.add(new PreviewScript(executable, this.batches, transactional, within, finished, this.secrets));
	}

}
