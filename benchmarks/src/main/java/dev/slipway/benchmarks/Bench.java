package dev.slipway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.testing.Cluster;
import dev.slipway.testing.PostgresTools;
import dev.slipway.testing.TestDatabase;
import org.jspecify.annotations.Nullable;

/**
 * What all parts measure with: a server, files, and one run of a tool.
 */
final class Bench {

	/** In which JVM a step is taken. */
	enum Jvm {

		/** It has done nothing else. */
		FRESH,

		/** A context of Spring Boot is up in it. */
		CONTEXT,

		/** As before, from a JDK AOT cache. */
		AOT

	}

	private final Settings settings;

	private final Jdk jdk;

	private final ClassPaths classPaths;

	private final Cluster cluster;

	private final Path folder;

	private final WorkFiles files;

	private final ProcessedApplications processed;

	/** Databases in which everything is applied, and AOT caches, by what they are of. */
	private final Map<Cell, TestDatabase> applied = new HashMap<>();

	private final Map<Cell, Path> caches = new HashMap<>();

	Bench(Settings settings, Jdk jdk, ClassPaths classPaths, Cluster cluster, Path folder) {
		this.settings = settings;
		this.jdk = jdk;
		this.classPaths = classPaths;
		this.cluster = cluster;
		this.folder = folder;
		this.files = new WorkFiles(folder);
		this.processed = new ProcessedApplications(jdk, classPaths, folder);
	}

	/** The same on another server. */
	Bench on(Cluster other) {
		return new Bench(this.settings, this.jdk, this.classPaths, other, this.folder);
	}

	Settings settings() {
		return this.settings;
	}

	Jdk jdk() {
		return this.jdk;
	}

	ClassPaths classPaths() {
		return this.classPaths;
	}

	Cluster cluster() {
		return this.cluster;
	}

	/** The tools that can be had here, of those that are wanted. */
	List<Tool> available(Tool... wanted) {
		List<Tool> available = new ArrayList<>();
		for (Tool tool : wanted) {
			boolean missing = (tool == Tool.DBMATE && this.settings.dbmate() == null)
					|| (tool == Tool.PSQL && !PostgresTools.areInstalled());
			if (!missing) {
				available.add(tool);
			}
		}
		return available;
	}

	/**
	 * Whether a tool takes its time with so many files, and is measured when asked for.
	 */
	boolean leavesOut(Work work, Tool tool) {
		return tool == Tool.LIQUIBASE && work.files() >= 1000 && !this.settings.all();
	}

	/** Make what the work needs and is not measured. */
	void prepare(Cell cell, Jvm jvm) throws Exception {
		jar(cell);
		if (cell.work().applied()) {
			applied(cell);
		}
		if (jvm == Jvm.AOT) {
			cache(cell);
		}
	}

	/** Make what a step needs, and check that it uses its index if it has one. */
	void prepareStep(Cell cell, Jvm jvm) throws Exception {
		prepare(cell, jvm);
		if (LoadedClasses.canTell(cell)) {
			LoadedClasses loaded = loadedClasses();
			take(loaded.logged(stepCommand(cell, jvm, applied(cell))), null);
			loaded.require(cell);
		}
	}

	/** The classes that a JVM is going to load. */
	LoadedClasses loadedClasses() {
		return new LoadedClasses(this.folder.resolve("loaded-classes.log"));
	}

	/** Do the work once, on a link whose counts begin when it does. */
	Map<Metric, Double> overLink(Cell cell, Duration roundTrip) throws Exception {
		TestDatabase database = database(cell);
		try (MeasuredLink link = new MeasuredLink(database, roundTrip)) {
			Map<Metric, Double> sample = take(cell, Jvm.FRESH, link.database(), link);
			sample.putAll(link.counts());
			return sample;
		}
		finally {
			done(cell, database);
		}
	}

	/** Do the work once. */
	Map<Metric, Double> step(Cell cell, Jvm jvm) throws Exception {
		TestDatabase database = database(cell);
		try {
			return take(cell, jvm, database, null);
		}
		finally {
			done(cell, database);
		}
	}

	/** Do the work once in a database that stays. */
	void stepIn(Cell cell, TestDatabase database) throws Exception {
		take(cell, Jvm.FRESH, database, null);
	}

	/** A database in which the work is still to be done, or done if that is the work. */
	TestDatabase database(Cell cell) throws Exception {
		return cell.work().applied() ? applied(cell) : this.cluster.createDatabase();
	}

	/** Drop the database if its work cannot be done again. */
	void done(Cell cell, TestDatabase database) {
		if (!cell.work().applied()) {
			this.cluster.drop(database);
		}
	}

	/** The command of a JVM of its own. */
	List<String> java(Cell cell, String main, List<String> options, String... arguments)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(this.jdk.java().toString(), "-Xmx512m",
				// Otherwise a pool asks a connection that was idle for half a second
				// whether it lives, which no tool does.
				"-Dcom.zaxxer.hikari.aliveBypassWindowMs=600000"));
		command.addAll(options);
		command.addAll(List.of("-cp", this.classPaths.of(cell.tool(), jar(cell)),
				"dev.slipway.benchmarks.application." + main));
		command.addAll(List.of(arguments));
		return command;
	}

	/** The jar with the files of a JVM, {@code null} for none. */
	private @Nullable Path jar(Cell cell) throws IOException, InterruptedException {
		Tool tool = cell.tool();
		Path jar = (tool.base() == Tool.NONE || tool.isCommand()) ? null : this.files.jar(cell.work(), tool);
		return tool.isProcessed() ? this.processed.jar(tool, jar) : jar;
	}

	/** The URL of a database as a tool wants it. */
	static String url(Cell cell, TestDatabase database) {
		return database.url() + "?user=" + database.username()
				+ (cell.tool().isBare() ? "&preferQueryMode=simple" : "");
	}

	/** The command that takes the step in a JVM. */
	List<String> stepCommand(Cell cell, Jvm jvm, TestDatabase database) throws Exception {
		List<String> options = new ArrayList<>();
		if (jvm == Jvm.AOT) {
			options.add("-XX:AOTCache=" + cache(cell));
		}
		return stepCommand(cell, jvm, database, options);
	}

	private List<String> stepCommand(Cell cell, Jvm jvm, TestDatabase database, List<String> options)
			throws IOException, InterruptedException {
		if (jvm == Jvm.FRESH) {
			options.add("-Dlogback.configurationFile=logback-of-steps.xml");
			return java(cell, "Step", options, cell.tool().id(), "plain", url(cell, database));
		}
		return java(cell, "Step", options, cell.tool().id(), "context", url(cell, database), "--server.port=0",
				"--slipway.enabled=false", "--spring.flyway.enabled=false", "--spring.liquibase.enabled=false",
				"--spring.datasource.hikari.maximum-pool-size=3", "--spring.datasource.hikari.minimum-idle=0");
	}

	private Map<Metric, Double> take(Cell cell, Jvm jvm, TestDatabase database, @Nullable MeasuredLink link)
			throws Exception {
		if (cell.tool().isCommand()) {
			return command(cell, database);
		}
		return take(stepCommand(cell, jvm, database), link);
	}

	private static Map<Metric, Double> take(List<String> command, @Nullable MeasuredLink link) throws Exception {
		try (MeasuredJvm process = MeasuredJvm.start(command)) {
			process.await("ready");
			if (link != null) {
				link.reset();
			}
			process.go();
			Map<String, String> said = process.await("done");
			Map<Metric, Double> sample = new EnumMap<>(Metric.class);
			sample.put(Metric.MILLISECONDS, MeasuredJvm.number(said, "ms"));
			sample.put(Metric.ALLOCATED, MeasuredJvm.number(said, "allocated"));
			sample.put(Metric.CLASSES, MeasuredJvm.number(said, "classes"));
			return sample;
		}
	}

	/** A program is measured from its start to its end. */
	private Map<Metric, Double> command(Cell cell, TestDatabase database) throws Exception {
		Map<Metric, Double> sample = new EnumMap<>(Metric.class);
		if (cell.tool() == Tool.PSQL) {
			Path script = this.files.psql(cell.work());
			long begin = System.nanoTime();
			PostgresTools.psql(database, script, "-1");
			sample.put(Metric.MILLISECONDS, (System.nanoTime() - begin) / 1e6);
		}
		else {
			Path migrations = this.files.dbmate(cell.work());
			long begin = System.nanoTime();
			new Dbmate(this.settings.dbmate()).migrate(database, migrations);
			sample.put(Metric.MILLISECONDS, (System.nanoTime() - begin) / 1e6);
		}
		return sample;
	}

	private TestDatabase applied(Cell cell) throws Exception {
		Cell key = new Cell(cell.work(), cell.tool().base(), "applied");
		TestDatabase database = this.applied.get(key);
		if (database == null) {
			database = this.cluster.createDatabase();
			if (key.tool() != Tool.NONE) {
				take(cell, Jvm.FRESH, database, null);
			}
			this.applied.put(key, database);
		}
		return database;
	}

	/** The cache of an application that has nothing to do but to check. */
	private Path cache(Cell cell) throws Exception {
		Cell key = new Cell(cell.work(), cell.tool(), "cache");
		Path cache = this.caches.get(key);
		if (cache == null) {
			cache = this.folder.resolve(cell.tool().id() + "-" + cell.work().files() + ".aot");
			TestDatabase database = applied(cell);
			List<String> options = new ArrayList<>(List.of("-XX:AOTCacheOutput=" + cache));
			try (MeasuredJvm training = MeasuredJvm.start(stepCommand(cell, Jvm.AOT, database, options))) {
				training.await("ready");
				training.go();
				training.await("done");
				training.end();
			}
			if (!Files.exists(cache)) {
				throw new IOException("the JDK has not written an AOT cache");
			}
			this.caches.put(key, cache);
		}
		return cache;
	}

}
