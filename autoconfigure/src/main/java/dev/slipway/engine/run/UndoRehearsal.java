package dev.slipway.engine.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigrationReport;
import dev.slipway.MigratorOptions;
import dev.slipway.RehearsalFailedException;
import dev.slipway.RehearsalFailedException.Finding;
import dev.slipway.RehearsalReport;
import dev.slipway.ServerError;
import dev.slipway.SlipwayException;
import dev.slipway.engine.catalog.Catalog;
import dev.slipway.engine.catalog.CatalogDifference;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.script.ReadingRules;

/**
 * Applies each migration of a service on a scratch database, undoes it and applies it
 * again. The catalog after the undo must be that from before the migration, and after the
 * second time that after the first. In the end, where there are repeatables, all that
 * have undo scripts are undone together and applied again.
 */
public final class UndoRehearsal {

	private final MigratorOptions options;

	private final MigrationSet set;

	private final ReadingRules rules;

	private final List<Finding> findings = new ArrayList<>();

	private final List<String> rehearsed = new ArrayList<>();

	private final List<String> withoutUndo = new ArrayList<>();

	/**
	 * Create a rehearsal.
	 * @param options the service's options
	 * @param set the files
	 * @param rules how they were read
	 */
	public UndoRehearsal(MigratorOptions options, MigrationSet set, ReadingRules rules) {
		this.options = options.withIgnoreForeignHistory(true);
		this.set = set;
		this.rules = rules;
	}

	/**
	 * Rehearse in a new database beside that of a DataSource, which is dropped at the
	 * end.
	 * @param server a DataSource of any database of the server
	 * @param before those of services whose migrations are applied there before
	 * @return what was tried
	 * @throws RehearsalFailedException if a catalog differs
	 * @throws SlipwayException if a migration or an undo script failed
	 */
	public RehearsalReport beside(DataSource server, List<UndoRehearsal> before) {
		List<MigratorOptions> all = new ArrayList<>();
		before.forEach((other) -> all.add(other.options));
		all.add(this.options);
		try (ScratchDatabase scratch = ScratchDatabase.beside(server, this.options, all)) {
			before.forEach((other) -> other.migrate(scratch.dataSource(), other.set));
			return on(scratch.dataSource());
		}
	}

	/**
	 * Rehearse in a database, which keeps what is applied.
	 * @param scratch a database without a history
	 * @return what was tried
	 * @throws RehearsalFailedException if a catalog differs
	 * @throws SlipwayException if the database has a history, or a migration or an undo
	 * script failed
	 */
	public RehearsalReport on(DataSource scratch) {
		try {
			String table = requireNoHistory(scratch);
			each(scratch, table);
			if (!this.set.repeatables().isEmpty()) {
				together(scratch, table);
			}
		}
		catch (SQLException ex) {
			throw new DatabaseException(this.options.service(), DatabaseException.reason(ex),
					"the catalog of the scratch database cannot be read.\n\n" + ServerError.of(ex), ex);
		}
		if (!this.findings.isEmpty()) {
			throw new RehearsalFailedException(this.options.service(), this.findings);
		}
		return new RehearsalReport(this.options.service(), this.rehearsed, this.withoutUndo);
	}

	private String requireNoHistory(DataSource scratch) {
		HistoryReader reader = HistoryReader.of(this.options);
		try (BorrowedConnection session = new BorrowedConnection(this.options.service(), scratch)) {
			History history = reader.read(session);
			String table = reader.table(history).qualified();
			if (history.exists()) {
				throw new DatabaseException(this.options.service(), Reason.OTHER,
						"undo is rehearsed on a scratch database only, and this one has a history in " + table
								+ ".\n\nNothing was changed.",
						null);
			}
			return table;
		}
	}

	private void each(DataSource scratch, String table) throws SQLException {
		Catalog before = catalog(scratch, table);
		for (int count = 1; count <= Math.max(1, this.set.versioned().size()); count++) {
			MigrationSet files = upTo(count);
			MigrationReport applied = migrate(scratch, files);
			Catalog after = catalog(scratch, table);
			Migration newest = files.versioned().isEmpty() ? null : files.versioned().get(files.versioned().size() - 1);
			if (newest == null || applied.applied().stream().noneMatch((one) -> one.label().equals(newest.label()))) {
				before = after;
				continue;
			}
			if (newest.code() != null || newest.undoScript().isEmpty()) {
				this.withoutUndo.add(newest.label());
			}
			else {
				undo(scratch, files, 1);
				compare(newest.label(), "its undo script leaves another database than there was before it", "before it",
						"after its undo", before, catalog(scratch, table), true);
				migrate(scratch, files);
				compare(newest.label(), "it makes another database when it is applied again after its undo",
						"the first time", "the second time", after, catalog(scratch, table), false);
				this.rehearsed.add(newest.label());
			}
			before = after;
		}
	}

	private MigrationSet upTo(int count) {
		return new MigrationSet(this.set.service(), this.set.order(),
				this.set.versioned().subList(0, Math.min(count, this.set.versioned().size())), this.set.baselines(),
				List.of(), this.set.callbacks(), List.of(), this.set.ofFlyway());
	}

	/** What a repeatable makes may stand in the way of an undo script. */
	private void together(DataSource scratch, String table) throws SQLException {
		migrate(scratch, this.set);
		int count = 0;
		List<Migration> versioned = this.set.versioned();
		while (count < versioned.size()
				&& this.rehearsed.contains(versioned.get(versioned.size() - 1 - count).label())) {
			count++;
		}
		if (count > 0) {
			Catalog all = catalog(scratch, table);
			undo(scratch, this.set, count);
			migrate(scratch, this.set);
			compare(versioned.get(versioned.size() - count).label(),
					"with it and all that follow undone and applied again, the database is another one",
					"the first time", "the second time", all, catalog(scratch, table), false);
		}
	}

	private MigrationReport migrate(DataSource scratch, MigrationSet files) {
		MigrationRun run = MigrationRun.prepare(scratch, this.options, files, new Listeners(List.of()));
		run.requireApplicable();
		return run.execute();
	}

	private void undo(DataSource scratch, MigrationSet files, int count) {
		new UndoRun(scratch, this.options, files, this.rules).newest(count);
	}

	private Catalog catalog(DataSource scratch, String table) throws SQLException {
		try (BorrowedConnection session = new BorrowedConnection(this.options.service(), scratch)) {
			return Catalog.read(session.connection(), List.of(table));
		}
	}

	/**
	 * Compare.
	 * @param undone whether an undo script came between, which cannot put a column back
	 * into its place
	 */
	private void compare(String label, String what, String first, String second, Catalog one, Catalog other,
			boolean undone) {
		List<String> lines = new ArrayList<>();
		for (CatalogDifference difference : one.differences(other)) {
			boolean order = difference.kind().equals(CatalogDifference.COLUMN_ORDER);
			if (!(undone && order)) {
				lines.addAll(difference.lines(first, second));
			}
		}
		if (!lines.isEmpty()) {
			this.findings.add(new Finding(label, what, lines));
		}
	}

}
