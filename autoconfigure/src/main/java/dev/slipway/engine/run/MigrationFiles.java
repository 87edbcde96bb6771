package dev.slipway.engine.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

import dev.slipway.CodeMigration;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.MigratorOptions;
import dev.slipway.SlipwayException;
import dev.slipway.engine.files.ClassPath;
import dev.slipway.engine.files.IndexProof;
import dev.slipway.engine.files.KnownSet;
import dev.slipway.engine.files.MigrationReader;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.script.FlywayValues;
import dev.slipway.engine.script.ReadingRules;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Reads the migrations of services. They can be read before somebody asks for them, on a
 * thread of its own while something else is done: what was read then is handed out once,
 * for the same options. Thread-safe.
 */
public final class MigrationFiles implements ResourceLoader {

	private final ResourceLoader resources;

	private volatile @Nullable FutureTask<Map<List<Object>, MigrationSet>> early;

	private MigrationFiles(ResourceLoader resources) {
		this.resources = resources;
	}

	/**
	 * Return the files that a resource loader resolves.
	 * @param resources resolves the locations
	 */
	public static MigrationFiles of(ResourceLoader resources) {
		return (resources instanceof MigrationFiles files) ? files : new MigrationFiles(resources);
	}

	/**
	 * Begin to read the files of services that have no code. The thread does not keep the
	 * JVM alive.
	 * @param services gives the options of all services, on that thread
	 */
	public void readEarly(Supplier<List<MigratorOptions>> services) {
		FutureTask<Map<List<Object>, MigrationSet>> task = new FutureTask<>(() -> readAll(services.get()));
		this.early = task;
		Thread thread = new Thread(task, "slipway-files");
		thread.setDaemon(true);
		thread.start();
	}

	private Map<List<Object>, MigrationSet> readAll(List<MigratorOptions> services) {
		Map<List<Object>, MigrationSet> sets = new ConcurrentHashMap<>();
		ClassPath classPath = ClassPath.of(this);
		for (MigratorOptions service : services) {
			List<String> others = others(service, services);
			try {
				sets.put(wanted(service, others), read(service, others, List.of(), classPath));
			}
			catch (SlipwayException ex) {
				// Whoever asks for them reads them again, and says what is wrong where
				// and when it always is said.
			}
		}
		return sets;
	}

	/**
	 * Return the locations of all services but one.
	 * @param service one of them
	 * @param services all services
	 */
	public static List<String> others(MigratorOptions service, List<MigratorOptions> services) {
		List<String> others = new ArrayList<>();
		for (MigratorOptions other : services) {
			if (other != service) {
				others.addAll(other.locations());
			}
		}
		return others;
	}

	/**
	 * Return the migrations of a service if they were read early, for which this waits if
	 * need be.
	 * @param options the options of the service
	 * @param others the locations of other services, in any order
	 * @return the migrations, {@code null} if they are to be read
	 */
	public @Nullable MigrationSet take(MigratorOptions options, List<String> others) {
		FutureTask<Map<List<Object>, MigrationSet>> begun = this.early;
		if (begun == null) {
			return null;
		}
		try {
			return begun.get().remove(wanted(options, others));
		}
		catch (ExecutionException ex) {
			// To read them again fails again, or does not.
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
	}

	/** What tells a service, without a class that each start would load. */
	private static List<Object> wanted(MigratorOptions options, List<String> others) {
		List<String> sorted = new ArrayList<>(others);
		Collections.sort(sorted);
		return List.of(options, sorted);
	}

	/** Keep nothing of what was read early and that nobody has asked for. */
	public void forget() {
		this.early = null;
	}

	/**
	 * Read the migrations of a service, or what a build has told of them where that is
	 * enough.
	 * @param options the options of the service
	 * @param others the locations of other services, in any order
	 * @param code the migrations that are no files
	 * @param classPath the class path
	 * @throws InvalidMigrationsException if the files cannot be used
	 */
	public MigrationSet read(MigratorOptions options, List<String> others, List<CodeMigration> code,
			ClassPath classPath) {
		ReadingRules rules = rules(options);
		classPath.expect(options.locations());
		classPath.expect(others);
		KnownSet known = code.isEmpty()
				? IndexProof.find(classPath, options.service(), options.locations(), others, rules) : null;
		return (known != null)
				? MigrationSet.of(options.service(), known, rules.ofFlyway(),
						new Reading(this, options, others, classPath, rules))
				: readFiles(options, others, code, classPath, rules);
	}

	private MigrationSet readFiles(MigratorOptions options, List<String> others, List<CodeMigration> code,
			ClassPath classPath, ReadingRules rules) {
		return MigrationReader.read(options.service(), options.locations(), others,
				new PathMatchingResourcePatternResolver(this.resources), classPath, rules, code);
	}

	/** Return how the files of a service are read. */
	public static ReadingRules rules(MigratorOptions options) {
		List<String> path = options.searchPath();
		String schema = (path.isEmpty() || path.get(0).startsWith("$")) ? null : path.get(0);
		return new ReadingRules(options.layout(), options.duplicateVersionsByName(), options.mixedLayouts(),
				options.exclude(), options.placeholderReplacement(), options.placeholders(),
				new FlywayValues(options.table(), schema));
	}

	@Override
	public Resource getResource(String location) {
		return this.resources.getResource(location);
	}

	@Override
	public @Nullable ClassLoader getClassLoader() {
		return this.resources.getClassLoader();
	}

	/** Reads files that a build knows, when that is not enough. */
	private record Reading(MigrationFiles files, MigratorOptions options, List<String> others, ClassPath classPath,
			ReadingRules rules) implements Supplier<MigrationSet> {

		@Override
		public MigrationSet get() {
			return this.files.readFiles(this.options, this.others, List.of(), this.classPath, this.rules);
		}

	}

}
