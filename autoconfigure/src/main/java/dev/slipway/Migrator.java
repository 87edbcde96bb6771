package dev.slipway;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

import javax.sql.DataSource;

import dev.slipway.engine.files.Callback;
import dev.slipway.engine.files.ClassPath;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.files.NewMigration;
import dev.slipway.engine.files.RenumberedFiles;
import dev.slipway.engine.files.SourceFiles;
import dev.slipway.engine.history.SharedReading;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.run.BaselineComparison;
import dev.slipway.engine.run.Baselining;
import dev.slipway.engine.run.AdoptionRun;
import dev.slipway.engine.run.AdoptionUndo;
import dev.slipway.engine.run.Cleaning;
import dev.slipway.engine.run.CurrentPlan;
import dev.slipway.engine.run.Listeners;
import dev.slipway.engine.run.MigrationFiles;
import dev.slipway.engine.run.MigrationRun;
import dev.slipway.engine.run.ParallelServices;
import dev.slipway.engine.run.PendingCheck;
import dev.slipway.engine.run.RepairRun;
import dev.slipway.engine.run.Resetting;
import dev.slipway.engine.run.RunPreview;
import dev.slipway.engine.run.UndoRehearsal;
import dev.slipway.engine.run.UndoRun;
import dev.slipway.engine.run.UpToDateWait;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.ServiceName;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.ResourceLoader;

/**
 * Migrates the database of one service: the door to the engine. Safe for use by several
 * threads, and by any number of processes at once.
 *
 * <pre class="code">
 * Migrator migrator = Migrator.of(dataSource, MigratorOptions.of("billing"));
 * MigrationPlan plan = migrator.plan(); // what would be applied
 * MigrationReport report = migrator.migrate(); // what was applied
 * migrator.validate(); // throws while something is pending
 * </pre>
 *
 * A test that wants its database as it was:
 *
 * <pre class="code">
 * Migrator migrator = Migrator.of(dataSource, MigratorOptions.of("").withCleanSchemas("public"));
 * migrator.clean();
 * migrator.migrate();
 * </pre>
 */
public final class Migrator {

	private static final LineLog logger = LineLog.ofRuns();

	private final DataSource dataSource;

	private final MigratorOptions options;

	private final ResourceLoader resources;

	private final List<CodeMigration> code;

	private Migrator(DataSource dataSource, MigratorOptions options, ResourceLoader resources,
			List<CodeMigration> code) {
		this.dataSource = dataSource;
		this.options = options;
		this.resources = resources;
		this.code = List.copyOf(code);
	}

	/**
	 * Create a migrator. Nothing is read and no connection is opened yet.
	 * @param dataSource where the service's tables live: PostgreSQL through its JDBC
	 * driver, pooled or not
	 * @param options how the migrations are found and recorded
	 * @return the migrator
	 */
	public static Migrator of(DataSource dataSource, MigratorOptions options) {
		return of(dataSource, options, new DefaultResourceLoader());
	}

	/**
	 * Create a migrator that finds its files with a resource loader of the caller's.
	 * @param dataSource where the service's tables live
	 * @param options how the migrations are found and recorded
	 * @param resources resolves the locations
	 * @return the migrator
	 */
	public static Migrator of(DataSource dataSource, MigratorOptions options, ResourceLoader resources) {
		return new Migrator(dataSource, options, resources, List.of());
	}

	/**
	 * Add migrations that are no files. A service that has some needs no file in its
	 * location where that is the default one.
	 * @param code the migrations, besides those that this migrator has, in any order:
	 * their versions tell where each stands among the files
	 * @return another migrator
	 */
	public Migrator withCodeMigrations(List<? extends CodeMigration> code) {
		List<CodeMigration> all = new ArrayList<>(this.code);
		all.addAll(code);
		return new Migrator(this.dataSource, this.options, this.resources, all);
	}

	/**
	 * Return a migrator of the same DataSource and files with other options.
	 * @param options how the migrations are found and recorded
	 * @return the migrator
	 */
	public Migrator withOptions(MigratorOptions options) {
		return new Migrator(this.dataSource, options, this.resources, this.code);
	}

	/**
	 * Return what is migrated.
	 * @return the DataSource that this was created with
	 */
	public DataSource getDataSource() {
		return this.dataSource;
	}

	/**
	 * Return how the migrations are found and recorded.
	 * @return the options
	 */
	public MigratorOptions getOptions() {
		return this.options;
	}

	/**
	 * Apply what is pending, exactly once however many processes try.
	 * @return what was done
	 * @throws InvalidMigrationsException if the files cannot be used
	 * @throws DatabaseException if the database cannot be used
	 * @throws HistoryConflictException if files and history do not fit together
	 * @throws UnknownVersionException if it is to stop at a version that no file has
	 * @throws MigrationFailedException if a script or a code migration failed
	 */
	public MigrationReport migrate() {
		return migrateAll(List.of(this)).get(0);
	}

	/**
	 * Apply what is pending for several services, in their order. All files are read and
	 * all plans are made before anything runs.
	 * @param migrators the services
	 * @return what was done, a report each
	 * @throws SharedHistoryException if two services share a history table
	 * @throws SlipwayException as {@link #migrate()} does; services before the failed one
	 * stay migrated
	 */
	public static List<MigrationReport> migrateAll(List<Migrator> migrators) {
		return migrateAll(migrators, migrators, List.of());
	}

	/**
	 * Apply what is pending for some of several services, in their order. The files of
	 * all are read before anything runs, so that a problem of one stops all.
	 * @param migrators all services
	 * @param wanted those to migrate, in the order of all
	 * @param listeners see what is done
	 * @return what was done, a report for each of those
	 * @throws SharedHistoryException if two of those share a history table
	 * @throws SlipwayException as {@link #migrateAll(List)} does
	 */
	public static List<MigrationReport> migrateAll(List<Migrator> migrators, List<Migrator> wanted,
			List<MigrationListener> listeners) {
		return migrateAll(migrators, wanted, listeners, 1);
	}

	/**
	 * Apply what is pending for some of several services, of which those in different
	 * databases may run beside one another. Those in one database run in their order,
	 * whichever DataSource leads there. Nothing is applied before all files are read and
	 * all plans are made, for which up to four DataSources are asked at a time, whatever
	 * the parallelism.
	 * <p>
	 * When one fails, no other one begins. One that runs ends after the files that it has
	 * sent, logs what it has applied, and its listeners see a {@link DatabaseException}
	 * with the reason {@link DatabaseException.Reason#INTERRUPTED}. An interrupt of the
	 * calling thread ends all. This returns or throws when nothing runs any more.
	 * @param migrators all services
	 * @param wanted those to migrate, in the order of all
	 * @param listeners see what is done
	 * @param parallelism how many databases are migrated at a time, positive; 1 for one
	 * service after the other
	 * @return what was done, a report for each of those, in their order
	 * @throws SharedHistoryException if two of those share a history table
	 * @throws SlipwayException as {@link #migrateAll(List)} does: what the first of those
	 * that have failed has thrown. Others that have failed are suppressed in it.
	 */
	public static List<MigrationReport> migrateAll(List<Migrator> migrators, List<Migrator> wanted,
			List<MigrationListener> listeners, int parallelism) {
		if (parallelism < 1) {
			throw new IllegalArgumentException("parallelism must be positive, but is " + parallelism);
		}
		Map<Migrator, MigrationSet> sets = readAll(migrators, migrators);
		if (wanted.size() == 1) {
			Migrator only = wanted.get(0);
			return List.of(only.migrate(Objects.requireNonNull(sets.get(only)), new Listeners(listeners)));
		}
		List<MigrationRun> runs = prepareAll(wanted, sets, new Listeners(listeners));
		refuseSharedHistory(runs);
		for (MigrationRun run : runs) {
			run.requireApplicable();
		}
		sayPooled(runs);
		if (parallelism > 1) {
			return List.copyOf(ParallelServices.execute(runs, parallelism));
		}
		List<MigrationReport> reports = new ArrayList<>();
		for (MigrationRun run : runs) {
			reports.add(run.execute());
		}
		return List.copyOf(reports);
	}

	/** Migrate the only service, which may keep its connection. */
	private MigrationReport migrate(MigrationSet set, Listeners listeners) {
		BorrowedConnection work = new BorrowedConnection(this.options.service(), this.dataSource);
		try {
			MigrationRun run = MigrationRun.prepare(work, this.options, set, listeners, null);
			if (!run.mayKeepConnection()) {
				work.close();
			}
			run.requireApplicable();
			sayPooled(List.of(run));
			return run.execute();
		}
		finally {
			work.close();
		}
	}

	private static List<MigrationRun> prepareAll(List<Migrator> wanted, Map<Migrator, MigrationSet> sets,
			Listeners listeners) {
		Map<DataSource, SharedReading> shared = sharedReadings(wanted, sets);
		return checkAll(wanted, !doesOneAdopt(wanted), (migrator) -> migrator.prepare(sets, listeners, shared));
	}

	/**
	 * Check services in their order.
	 * @param beside whether those of different DataSources may be checked beside one
	 * another
	 */
	private static <R> List<R> checkAll(List<Migrator> wanted, boolean beside, Function<Migrator, R> check) {
		if (beside && haveSeveralDataSources(wanted)) {
			return ParallelServices.check(wanted, Migrator::getDataSource, check);
		}
		List<R> checked = new ArrayList<>();
		for (Migrator migrator : wanted) {
			checked.add(check.apply(migrator));
		}
		return checked;
	}

	/** One that takes over the history of another tool may write first. */
	private static Map<DataSource, SharedReading> sharedReadings(List<Migrator> wanted,
			Map<Migrator, MigrationSet> sets) {
		Map<DataSource, SharedReading> shared = new IdentityHashMap<>();
		for (Migrator migrator : wanted) {
			if (!migrator.options.adoptsAutomatically()) {
				shared.computeIfAbsent(migrator.dataSource, (dataSource) -> new SharedReading())
					.add(migrator.options, Objects.requireNonNull(sets.get(migrator)));
			}
		}
		return shared;
	}

	private static boolean haveSeveralDataSources(List<Migrator> wanted) {
		for (Migrator migrator : wanted) {
			if (migrator.dataSource != wanted.get(0).dataSource) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether one check may write, as it does to take over the history of another tool.
	 */
	private static boolean doesOneAdopt(List<Migrator> wanted) {
		for (Migrator migrator : wanted) {
			if (migrator.options.adoptsAutomatically()) {
				return true;
			}
		}
		return false;
	}

	private MigrationRun prepare(Map<Migrator, MigrationSet> sets, Listeners listeners,
			Map<DataSource, SharedReading> shared) {
		try (BorrowedConnection work = new BorrowedConnection(this.options.service(), this.dataSource)) {
			return MigrationRun.prepare(work, this.options, Objects.requireNonNull(sets.get(this)), listeners,
					shared.get(this.dataSource));
		}
	}

	/**
	 * See that nothing is pending. Nothing is written and no lock is taken, so that a
	 * read-only replica will do. Callbacks do not run.
	 * @return what was found
	 * @throws InvalidMigrationsException if the files cannot be used
	 * @throws DatabaseException if the database cannot be used
	 * @throws HistoryConflictException if files and history do not fit together
	 * @throws PendingMigrationsException if something is pending
	 */
	public MigrationReport validate() {
		return validateAll(List.of(this)).get(0);
	}

	/**
	 * See that nothing is pending for several services. All that is pending is reported
	 * at once.
	 * @param migrators the services
	 * @return what was found, a report each
	 * @throws SharedHistoryException if two services share a history table
	 * @throws SlipwayException as {@link #validate()} does
	 */
	public static List<MigrationReport> validateAll(List<Migrator> migrators) {
		return validateAll(migrators, migrators, List.of());
	}

	/**
	 * See that nothing is pending for some of several services. The files of all are
	 * read.
	 * @param migrators all services
	 * @param wanted those to look at
	 * @param listeners see what is found; that migrations are applied they do not see
	 * @return what was found, a report for each of those
	 * @throws SharedHistoryException if two of those share a history table
	 * @throws SlipwayException as {@link #validateAll(List)} does
	 */
	public static List<MigrationReport> validateAll(List<Migrator> migrators, List<Migrator> wanted,
			List<MigrationListener> listeners) {
		return report(lookAll(migrators, wanted, false), new Listeners(listeners), PendingCheck::requireUpToDate);
	}

	/**
	 * Wait until other processes have applied everything that is pending for several
	 * services. Nothing is written and no lock is taken. A database that cannot be read
	 * any more while this waits, as in a failover, is asked again; the first look must
	 * succeed.
	 * @param migrators the services
	 * @param limit the longest wait, positive
	 * @return what was found, a report each
	 * @throws PendingMigrationsException if something is still pending at the limit
	 * @throws SharedHistoryException if two services share a history table
	 * @throws SlipwayException as {@link #validate()} does, and a
	 * {@link DatabaseException} when the thread is interrupted, which ends the wait
	 */
	public static List<MigrationReport> awaitAll(List<Migrator> migrators, Duration limit) {
		return awaitAll(migrators, migrators, limit, List.of());
	}

	/**
	 * Wait until other processes have applied everything that is pending for some of
	 * several services. The files of all are read.
	 * @param migrators all services
	 * @param wanted those to wait for
	 * @param limit the longest wait, positive
	 * @param listeners see what is found; that migrations are applied they do not see
	 * @return what was found, a report for each of those
	 * @throws PendingMigrationsException if something is still pending at the limit
	 * @throws SharedHistoryException if two of those share a history table
	 * @throws SlipwayException as {@link #awaitAll(List, Duration)} does
	 */
	public static List<MigrationReport> awaitAll(List<Migrator> migrators, List<Migrator> wanted, Duration limit,
			List<MigrationListener> listeners) {
		if (limit.isNegative() || limit.isZero()) {
			throw new IllegalArgumentException("wait timeout must be positive, but is " + limit);
		}
		return report(lookAll(migrators, wanted, true), new Listeners(listeners),
				(services) -> new UpToDateWait(services, limit).untilUpToDate());
	}

	/**
	 * Return what is applied now and what is pending, of the state that the database has
	 * at this moment. Nothing is written and no lock is taken or waited for, so that a
	 * read-only replica will do. What is pending is not split into statements, and no
	 * callback counts.
	 * @return all migrations with their states; conflicts between files and history are
	 * part of it
	 * @throws InvalidMigrationsException if the files cannot be used
	 * @throws DatabaseException if the history cannot be read, also when somebody has
	 * locked it for some seconds
	 */
	public MigrationPlan plan() {
		return plan(List.of(this));
	}

	/**
	 * Return what is applied now and what is pending, where there are further services,
	 * whose folders may lie within this one's.
	 * @param all all services, this one among them
	 * @return as {@link #plan()} does
	 * @throws SlipwayException as {@link #plan()} does
	 */
	public MigrationPlan plan(List<Migrator> all) {
		MigrationSet set = Objects.requireNonNull(readAll(all, List.of(this)).get(this));
		return CurrentPlan.read(this.dataSource, this.options, set);
	}

	/**
	 * Return what {@link #migrate()} would do, with the statements that it would send, as
	 * files and history are at this moment. Nothing is written and no lock is taken or
	 * waited for, so that a role that can only read will do. Whether the role that
	 * migrates may do all this is not known.
	 * @return what would run, in its order
	 * @throws InvalidMigrationsException if the files cannot be used
	 * @throws DatabaseException if the history cannot be read, also when somebody has
	 * locked it for some seconds
	 * @throws HistoryConflictException if files and history do not fit together
	 * @throws UnknownVersionException if it is to stop at a version that no file has
	 */
	public PlannedRun preview() {
		return previewAll(List.of(this), List.of(this)).get(0);
	}

	/**
	 * Return what {@link #migrateAll(List, List, List)} would do for some of several
	 * services.
	 * @param migrators all services
	 * @param wanted those to look at, in the order of all
	 * @return what would run, for each of those
	 * @throws SharedHistoryException if two of those share a history table
	 * @throws SlipwayException as {@link #preview()} does
	 */
	public static List<PlannedRun> previewAll(List<Migrator> migrators, List<Migrator> wanted) {
		Map<Migrator, MigrationSet> sets = readAll(migrators, migrators);
		Map<String, String> owners = new HashMap<>();
		List<PlannedRun> runs = new ArrayList<>();
		for (Migrator migrator : wanted) {
			RunPreview preview = RunPreview.read(migrator.dataSource, migrator.options,
					Objects.requireNonNull(sets.get(migrator)));
			refuseSharedHistory(owners, preview.historyId(), preview.service(), preview.historyTable());
			runs.add(preview.run());
		}
		return List.copyOf(runs);
	}

	/**
	 * Look how the history of another tool, such as Flyway, fits the files. Nothing is
	 * written and no lock is taken.
	 * @return what {@link #adopt()} would write
	 * @throws InvalidMigrationsException if the files cannot be used
	 * @throws AdoptionRefusedException if something is in the way
	 * @throws DatabaseException if the database cannot be used
	 */
	public AdoptionReport showAdoption() {
		return showAdoption(List.of(this));
	}

	/**
	 * Look how the history of another tool fits the files, where there are further
	 * services, whose folders may lie within this one's.
	 * @param all all services, this one among them
	 * @return as {@link #showAdoption()} does
	 * @throws SlipwayException as {@link #showAdoption()} does
	 */
	public AdoptionReport showAdoption(List<Migrator> all) {
		return adoption(all).show();
	}

	/**
	 * Take over the history of another tool: what it has applied counts as applied from
	 * here on. It happens in one transaction and under the lock, and the other tool's
	 * table stays as it is.
	 * @return what was written
	 * @throws InvalidMigrationsException if the files cannot be used
	 * @throws AdoptionRefusedException if something is in the way; nothing was written
	 * then
	 * @throws DatabaseException if the database cannot be used
	 */
	public AdoptionReport adopt() {
		return adopt(List.of(this));
	}

	/**
	 * Take over the history of another tool, where there are further services, whose
	 * folders may lie within this one's.
	 * @param all all services, this one among them
	 * @return as {@link #adopt()} does
	 * @throws SlipwayException as {@link #adopt()} does
	 */
	public AdoptionReport adopt(List<Migrator> all) {
		return adoption(all).adopt();
	}

	/**
	 * Give back what was taken over from another tool, by dropping the history table, as
	 * long as nothing was applied since.
	 * @param write whether the table is dropped; otherwise it is only looked at
	 * @return what was dropped, or would be
	 * @throws AdoptionRefusedException if something was applied since
	 * @throws DatabaseException if the database cannot be used
	 */
	public AdoptionReport undoAdoption(boolean write) {
		return new AdoptionUndo(this.dataSource, this.options).run(write);
	}

	private AdoptionRun adoption(List<Migrator> all) {
		return new AdoptionRun(this.dataSource, this.options,
				Objects.requireNonNull(readAll(all, List.of(this)).get(this)));
	}

	/**
	 * Undo the newest migrations, newest first by the order in which they were applied,
	 * each with the undo script that was stored with it, or that of its file where none
	 * was stored. Either all of them have one, or nothing is undone. What was undone is
	 * pending again for a release that has its file. Repeatables that were applied later
	 * run again at the next {@link #migrate()}. Callbacks do not run.
	 * @param count how many, positive
	 * @return what was undone
	 * @throws UndoRefusedException if one of them cannot be undone
	 * @throws InvalidMigrationsException if the files cannot be used
	 * @throws DatabaseException if the database cannot be used
	 * @throws MigrationFailedException if an undo script failed; its transaction was
	 * rolled back, or it goes on with the next undo where it does not run in one
	 */
	public UndoReport undo(int count) {
		return undo(List.of(this), count);
	}

	/**
	 * Undo the newest migrations, where there are further services, whose folders may lie
	 * within this one's.
	 * @param all all services, this one among them
	 * @param count how many, positive
	 * @return what was undone
	 * @throws SlipwayException as {@link #undo(int)} does
	 */
	public UndoReport undo(List<Migrator> all, int count) {
		if (count < 1) {
			throw new IllegalArgumentException("count must be positive, but is " + count);
		}
		return undoRun(all).newest(count);
	}

	/**
	 * Undo all migrations above a version, as {@link #undo(int)} does.
	 * @param version the version that stays, which must be applied; 0 for none
	 * @return what was undone
	 * @throws IllegalArgumentException if it is no version
	 * @throws UnknownVersionException if the version is not applied
	 * @throws SlipwayException as {@link #undo(int)} does
	 */
	public UndoReport undoTo(String version) {
		return undoTo(List.of(this), version);
	}

	/**
	 * Undo all migrations above a version, where there are further services.
	 * @param all all services, this one among them
	 * @param version the version that stays, which must be applied; 0 for none
	 * @return what was undone
	 * @throws IllegalArgumentException if it is no version
	 * @throws UnknownVersionException if the version is not applied
	 * @throws SlipwayException as {@link #undo(int)} does
	 */
	public UndoReport undoTo(List<Migrator> all, String version) {
		return undoRun(all).downTo(Version.of(version));
	}

	/**
	 * Make the history fit the files again: record the checksums of files that have
	 * changed since they were applied and their undo scripts, and remove the rows of
	 * files that are gone although later ones are there, and of migrations that have
	 * failed. The database itself stays as it is. All of it happens in one transaction
	 * under the lock.
	 * @param confirmed whether to change the history; otherwise nothing is changed, and
	 * the report says what would be
	 * @return what was changed, or would be
	 * @throws InvalidMigrationsException if the files cannot be used
	 * @throws DatabaseException if the database cannot be used
	 */
	public RepairReport repair(boolean confirmed) {
		return repair(List.of(this), confirmed);
	}

	/**
	 * Make the history fit the files again, where there are further services, whose
	 * folders may lie within this one's.
	 * @param all all services, this one among them
	 * @param confirmed whether to change the history
	 * @return what was changed, or would be
	 * @throws SlipwayException as {@link #repair(boolean)} does
	 */
	public RepairReport repair(List<Migrator> all, boolean confirmed) {
		MigrationSet set = Objects.requireNonNull(readAll(all, List.of(this)).get(this));
		return new RepairRun(this.dataSource, this.options, set).run(confirmed);
	}

	/**
	 * Try all undo scripts, for tests: apply each migration, undo it, apply it again, and
	 * compare what the database consists of. It happens in a new database beside that of
	 * the DataSource, on the same server and as the same user, who needs the right to
	 * create databases. It is dropped at the end. The DataSource's own database is not
	 * touched. Extensions that the migrations do not make themselves are missing there.
	 * @return what was tried
	 * @throws RehearsalFailedException if an undo script leaves another database than
	 * there was before its migration, or if the migration then makes another one
	 * @throws SlipwayException if a migration or an undo script failed, or no database
	 * can be created
	 */
	public RehearsalReport rehearseUndo() {
		return rehearseUndo(List.of(this));
	}

	/**
	 * Try all undo scripts, where there are further services, whose folders may lie
	 * within this one's. The migrations of those that come before it and have the same
	 * DataSource are applied first, as in the application.
	 * @param all all services, this one among them
	 * @return what was tried
	 * @throws SlipwayException as {@link #rehearseUndo()} does
	 */
	public RehearsalReport rehearseUndo(List<Migrator> all) {
		List<UndoRehearsal> before = new ArrayList<>();
		for (Migrator migrator : all.subList(0, Math.max(0, all.indexOf(this)))) {
			if (migrator.dataSource == this.dataSource) {
				before.add(migrator.rehearsal(all));
			}
		}
		return rehearsal(all).beside(this.dataSource, before);
	}

	/**
	 * Try all undo scripts in a database of the caller's, which keeps what is applied in
	 * the end.
	 * @param scratch leads to a database without a history of this service
	 * @return what was tried
	 * @throws DatabaseException if the database has a history; nothing was changed then
	 * @throws SlipwayException as {@link #rehearseUndo()} does
	 */
	public RehearsalReport rehearseUndo(DataSource scratch) {
		return rehearsal(List.of(this)).on(scratch);
	}

	private UndoRehearsal rehearsal(List<Migrator> all) {
		return new UndoRehearsal(this.options, Objects.requireNonNull(readAll(all, List.of(this)).get(this)),
				this.options.reading());
	}

	private UndoRun undoRun(List<Migrator> all) {
		return new UndoRun(this.dataSource, this.options, Objects.requireNonNull(readAll(all, List.of(this)).get(this)),
				this.options.reading());
	}

	/**
	 * Drop everything in the schemas that the options name for that, and the history, so
	 * that {@link #migrate()} begins at the first file: for tests, which want a database
	 * as it was. It happens in one transaction and under the lock. What belongs to an
	 * extension stays, and so do the schemas themselves, with their privileges, unless a
	 * migration has made them.
	 * @throws IllegalStateException if the options name no schema, see
	 * {@link MigratorOptions#withCleanSchemas(String...)}
	 * @throws DatabaseException if the database refuses, or what would be dropped is not
	 * this service's alone: the history of another service, or something outside of the
	 * schemas that depends on what is in them; nothing was dropped then
	 */
	public void clean() {
		cleanAll(List.of(this));
	}

	/**
	 * Drop what {@link #clean()} drops, of several services. They may have their
	 * histories in one another's schemas.
	 * @param migrators the services
	 * @throws IllegalStateException if the options of one of them name no schema; nothing
	 * was dropped then
	 * @throws DatabaseException as {@link #clean()} does; services before the failed one
	 * stay empty
	 */
	public static void cleanAll(List<Migrator> migrators) {
		List<MigratorOptions> together = migrators.stream().map(Migrator::getOptions).toList();
		List<Cleaning> services = migrators.stream()
			.map((migrator) -> new Cleaning(migrator.dataSource, migrator.options, together))
			.toList();
		services.forEach(Cleaning::requireAllowed);
		services.forEach(Cleaning::run);
	}

	/**
	 * Write the next migration into the source folder: named and begun as the newest file
	 * there, or as the layout has it. No database is asked, and no file is overwritten.
	 * @param name what the migration is called, in any words
	 * @param all all services of the application, this one among them
	 * @return the files that were written, that of the migration first
	 * @throws InvalidMigrationsException if the files there cannot be used
	 * @throws IllegalStateException if the folder cannot be told, or if what was written
	 * would not be the newest migration; nothing was written then
	 */
	public List<Path> newMigration(String name, List<Migrator> all) {
		return new NewMigration(source(all), Instant.now()).write(name, this.options.sequentialVersions());
	}

	/**
	 * Return the folder among the sources of a build in which the files of the service
	 * are.
	 * @param all all services of the application, this one among them
	 * @return the folder, which need not exist yet
	 * @throws IllegalStateException if it cannot be told
	 */
	public Path sourceFolder(List<Migrator> all) {
		return source(all).folder();
	}

	/**
	 * Give the files with timestamps in the source folder the next plain numbers.
	 * Databases that have applied them follow when they are migrated the next time.
	 * @param confirmed whether the files are renamed; otherwise they stay
	 * @param all all services of the application, this one among them
	 * @return the new paths by the old ones, in the order of versions; empty when no file
	 * has a timestamp
	 * @throws InvalidMigrationsException if the files there cannot be used, for example
	 * because two of them have one number
	 * @throws IllegalStateException if the folder cannot be told, or if the files cannot
	 * have numbers; nothing was renamed then
	 */
	public Map<Path, Path> renumber(boolean confirmed, List<Migrator> all) {
		RenumberedFiles files = new RenumberedFiles(source(all));
		if (confirmed) {
			files.apply();
		}
		return files.renames();
	}

	/**
	 * Record the migrations up to a version as applied without running them: for a
	 * database that has what they make, and no history. The rows have the origin
	 * {@code baseline}. Repeatables are not recorded, and run with the next
	 * {@link #migrate()}.
	 * @param target the version of the last migration whose changes the database has
	 * @param confirmed whether they are recorded; otherwise nothing is written
	 * @param all all services of the application, this one among them
	 * @return the labels of the migrations, in their order
	 * @throws InvalidMigrationsException if the files cannot be used
	 * @throws IllegalArgumentException if the target is no version
	 * @throws UnknownVersionException if no file has it
	 * @throws IllegalStateException if the history has rows
	 * @throws DatabaseException if the database cannot be used, or if another tool has a
	 * history in it; nothing was recorded then
	 */
	public List<String> baseline(String target, boolean confirmed, List<Migrator> all) {
		Baselining baselining = baselining(target, all);
		baselining.requireNoHistory();
		if (confirmed) {
			baselining.record();
		}
		return baselining.labels();
	}

	/**
	 * Compare what the migrations up to a version make in an empty database with what the
	 * database has. Owners and privileges do not count, nor do schemas that are neither
	 * in the search path of the options nor that of the history.
	 * @param target the version of the last migration to compare
	 * @param empty leads to an empty database, in which the migrations are applied
	 * @param all all services of the application, this one among them
	 * @return a text for each object that differs, of several lines; empty when nothing
	 * does
	 * @throws IllegalStateException as {@link #baseline} does
	 * @throws SlipwayException as {@link #migrate()} does, in the empty database
	 */
	public List<String> compareBaseline(String target, DataSource empty, List<Migrator> all) {
		Baselining baselining = baselining(target, all);
		BaselineComparison comparison = new BaselineComparison(this.options, baselining.requireNoHistory());
		return comparison.compare(baselining.files(), empty, this.dataSource)
			.stream()
			.map((difference) -> String.join("\n", difference.lines("files", "database")))
			.toList();
	}

	private Baselining baselining(String target, List<Migrator> all) {
		MigrationSet set = Objects.requireNonNull(readAll(all, List.of(this)).get(this));
		return new Baselining(this.dataSource, this.options, set, target);
	}

	private SourceFiles source(List<Migrator> all) {
		return new SourceFiles(this.options.service(), this.options.locations(), others(all),
				this.options.sourceFolder(), this.resources, MigrationFiles.rules(this.options), this.code);
	}

	/**
	 * Return what {@link #resetAll} would drop of this service: the schemas that its
	 * migrations have made, with all that is in them, and what they have made in other
	 * schemas. Nothing is dropped.
	 * @param together the services that would be reset together, this one among them
	 * @return kind and name of each object, the history table last; empty without a
	 * history
	 * @throws DatabaseException if the database cannot be read
	 */
	public List<String> owned(List<Migrator> together) {
		return resetting(together, together).look().objects();
	}

	/**
	 * Return the migrations of which the history does not tell what they have made, so
	 * that {@link #resetAll} is refused: those that were recorded and not applied, those
	 * whose rows were restored from a dump or have another version since, and those that
	 * ran statement by statement and made more than indexes.
	 * @param all all services of the application, this one among them
	 * @return version and name of each
	 * @throws InvalidMigrationsException if the files cannot be used
	 * @throws DatabaseException if the database cannot be read
	 */
	public List<String> untold(List<Migrator> all) {
		return resetting(all, all).look().untold();
	}

	/**
	 * Drop what {@link #owned} lists, of several services, and their histories, so that
	 * {@link #migrate()} begins at the first file. It happens in one transaction for all
	 * services of a DataSource, and under their locks. Where there are several, it is
	 * tried in all of them before anything is dropped for good. What belongs to an
	 * extension stays. The files are read and split first, so that what cannot be applied
	 * is not found when all is gone.
	 * @param all all services of the application
	 * @param wanted those to reset, in the order of all
	 * @throws InvalidMigrationsException if files cannot be used; nothing was dropped
	 * then
	 * @throws IllegalStateException if {@link #untold} migrations would find what they
	 * have made in their way; nothing was dropped then
	 * @throws DatabaseException if a database refuses, or if something that is not the
	 * service's depends on what would be dropped; nothing was dropped then, unless the
	 * message says what a service had in another database
	 */
	public static void resetAll(List<Migrator> all, List<Migrator> wanted) {
		resetAll(all, wanted, List.of());
	}

	/**
	 * Drop it as {@link #resetAll(List, List)} does, and tell for whom it waits.
	 * @param all all services of the application
	 * @param wanted those to reset, in the order of all
	 * @param listeners hear what it waits for
	 * @throws SlipwayException as {@link #resetAll(List, List)} does
	 */
	public static void resetAll(List<Migrator> all, List<Migrator> wanted, List<MigrationListener> listeners) {
		Listeners waits = new Listeners(listeners);
		Map<Migrator, MigrationSet> sets = readAll(all, all);
		List<Resetting> services = new ArrayList<>();
		for (Migrator migrator : wanted) {
			MigrationSet set = Objects.requireNonNull(sets.get(migrator));
			set.parse(Stream.of(set.versioned(), set.baselines(), set.repeatables())
				.flatMap(List::stream)
				.map(Migration::script)
				.toList());
			set.parse(set.callbacks().stream().map(Callback::script).toList());
			services.add(0, migrator.resetting(set, wanted, waits));
		}
		services.forEach(Resetting::requireTold);
		Resetting.run(services);
	}

	private Resetting resetting(List<Migrator> all, List<Migrator> together) {
		return resetting(Objects.requireNonNull(readAll(all, List.of(this)).get(this)), together,
				new Listeners(List.of()));
	}

	private Resetting resetting(MigrationSet set, List<Migrator> together, Listeners listeners) {
		return new Resetting(this.dataSource, this.options, set, together.stream().map(Migrator::getOptions).toList(),
				listeners);
	}

	private static List<MigrationReport> report(List<PendingCheck> services, Listeners listeners,
			Consumer<List<PendingCheck>> requirement) {
		for (PendingCheck service : services) {
			listeners.started(service.service(), service.pending().size());
		}
		try {
			requirement.accept(services);
		}
		catch (RuntimeException | Error ex) {
			for (PendingCheck service : services) {
				listeners.failed(service.service(), ex);
			}
			throw ex;
		}
		return services.stream().map((service) -> listeners.completed(service.report())).toList();
	}

	/**
	 * Look at the histories.
	 * @param waits whether this waits for a process that takes over what another tool has
	 * applied, where the options say so
	 */
	private static List<PendingCheck> lookAll(List<Migrator> migrators, List<Migrator> wanted, boolean waits) {
		Map<Migrator, MigrationSet> sets = readAll(migrators, migrators);
		Map<DataSource, SharedReading> shared = (wanted.size() == 1) ? Map.of() : sharedReadings(wanted, sets);
		List<PendingCheck> services = checkAll(wanted, true, (migrator) -> migrator.look(sets, waits, shared));
		Map<String, String> owners = new HashMap<>();
		for (PendingCheck service : services) {
			refuseSharedHistory(owners, service.historyId(), service.service(), service.historyTable());
		}
		return services;
	}

	private PendingCheck look(Map<Migrator, MigrationSet> sets, boolean waits, Map<DataSource, SharedReading> shared) {
		return PendingCheck.look(
				this.dataSource, (waits && this.options.adoptsAutomatically())
						? this.options.withIgnoreForeignHistory(true) : this.options,
				Objects.requireNonNull(sets.get(this)), waits, shared.get(this.dataSource));
	}

	private static Map<Migrator, MigrationSet> readAll(List<Migrator> migrators, List<Migrator> wanted) {
		Map<Migrator, MigrationSet> sets = new IdentityHashMap<>();
		List<InvalidMigrationsException> problems = new ArrayList<>();
		Map<Object, ClassPath> classPaths = new HashMap<>();
		for (Migrator migrator : wanted) {
			try {
				sets.put(migrator, migrator.read(migrators, classPaths));
			}
			catch (InvalidMigrationsException ex) {
				problems.add(ex);
			}
		}
		if (!problems.isEmpty()) {
			throw InvalidMigrationsException.of(problems);
		}
		return sets;
	}

	/**
	 * What different resource loaders find on the class path is what its loader finds.
	 */
	private static ClassPath classPath(ResourceLoader resources, Map<Object, ClassPath> known) {
		ClassLoader loader = resources.getClassLoader();
		Object key = (loader != null) ? loader : resources;
		ClassPath classPath = known.get(key);
		if (classPath == null) {
			classPath = ClassPath.of(resources);
			known.put(key, classPath);
		}
		return classPath;
	}

	private MigrationSet read(List<Migrator> all, Map<Object, ClassPath> classPaths) {
		MigrationFiles files = MigrationFiles.of(this.resources);
		List<String> others = others(all);
		MigrationSet early = this.code.isEmpty() ? files.take(this.options, others) : null;
		return (early != null) ? early
				: files.read(this.options, others, this.code, classPath(this.resources, classPaths));
	}

	private List<String> others(List<Migrator> all) {
		List<String> others = new ArrayList<>();
		for (Migrator migrator : all) {
			if (migrator != this) {
				others.addAll(migrator.options.locations());
			}
		}
		return others;
	}

	private static void refuseSharedHistory(List<MigrationRun> runs) {
		Map<String, String> owners = new HashMap<>();
		for (MigrationRun run : runs) {
			refuseSharedHistory(owners, run.historyId(), run.service(), run.historyTable());
		}
	}

	private static void refuseSharedHistory(Map<String, String> owners, String historyId, String service,
			String table) {
		String owner = owners.putIfAbsent(historyId, service);
		if (owner != null) {
			throw new SharedHistoryException(owner, service, table);
		}
	}

	private static void sayPooled(List<MigrationRun> runs) {
		List<String> pooled = new ArrayList<>();
		for (MigrationRun run : runs) {
			if (run.isBehindPooler()) {
				pooled.add(new ServiceName(run.service()).toString());
			}
		}
		if (!pooled.isEmpty()) {
			logger.info("A transaction pooler stands between the application and PostgreSQL (" + Listing.of(pooled)
					+ "): migrations are safe through it. What else to set there: docs/operations.md, section 'Behind a pooler'");
		}
	}

}
