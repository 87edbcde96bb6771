package dev.slipway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import javax.sql.DataSource;

import dev.slipway.engine.files.ClassPath;
import dev.slipway.engine.files.MigrationReader;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.run.AdoptionRun;
import dev.slipway.engine.run.AdoptionUndo;
import dev.slipway.engine.run.Cleaning;
import dev.slipway.engine.run.CurrentPlan;
import dev.slipway.engine.run.Listeners;
import dev.slipway.engine.run.MigrationRun;
import dev.slipway.engine.run.PendingCheck;
import dev.slipway.engine.run.UpToDateWait;
import dev.slipway.engine.script.FlywayValues;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

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
		Map<Migrator, MigrationSet> sets = readAll(migrators, migrators);
		Listeners all = new Listeners(listeners);
		List<MigrationRun> runs = new ArrayList<>();
		for (Migrator migrator : wanted) {
			runs.add(MigrationRun.prepare(migrator.dataSource, migrator.options,
					Objects.requireNonNull(sets.get(migrator)), all));
		}
		refuseSharedHistory(runs);
		for (MigrationRun run : runs) {
			run.requireApplicable();
		}
		sayPooled(runs);
		List<MigrationReport> reports = new ArrayList<>();
		for (MigrationRun run : runs) {
			reports.add(run.execute());
		}
		return List.copyOf(reports);
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
		List<PendingCheck> services = new ArrayList<>();
		Map<String, String> owners = new HashMap<>();
		for (Migrator migrator : wanted) {
			MigratorOptions options = migrator.options;
			PendingCheck service = PendingCheck.look(migrator.dataSource,
					(waits && options.adoptsAutomatically()) ? options.withIgnoreForeignHistory(true) : options,
					Objects.requireNonNull(sets.get(migrator)));
			refuseSharedHistory(owners, service.historyId(), service.service(), service.historyTable());
			services.add(service);
		}
		return services;
	}

	private static Map<Migrator, MigrationSet> readAll(List<Migrator> migrators, List<Migrator> wanted) {
		Map<Migrator, MigrationSet> sets = new IdentityHashMap<>();
		List<InvalidMigrationsException> problems = new ArrayList<>();
		Map<Object, ClassPath> classPaths = new HashMap<>();
		for (Migrator migrator : wanted) {
			try {
				sets.put(migrator, migrator.read(migrators, classPath(migrator.resources, classPaths)));
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

	private MigrationSet read(List<Migrator> all, ClassPath classPath) {
		List<String> others = new ArrayList<>();
		for (Migrator migrator : all) {
			if (migrator != this) {
				others.addAll(migrator.options.locations());
			}
		}
		return MigrationReader.read(this.options.service(), this.options.locations(), others,
				new PathMatchingResourcePatternResolver(this.resources), classPath,
				this.options.reading().withValuesOfFlyway(new FlywayValues(this.options.table(), firstSchema())),
				this.code);
	}

	private @Nullable String firstSchema() {
		List<String> path = this.options.searchPath();
		return (path.isEmpty() || path.get(0).startsWith("$")) ? null : path.get(0);
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
