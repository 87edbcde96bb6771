package dev.slipway.engine.files;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.postgres.ServerInfo;
import dev.slipway.engine.script.FlywayValues;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.text.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * All migrations of one service, without duplicates. The files are read when they are
 * needed first, where a build has told enough of them. What is read never changes.
 * Thread-safe.
 */
public final class MigrationSet {

	private final String service;

	private final @Nullable FlywayValues ofFlyway;

	private final @Nullable KnownSet known;

	private final @Nullable Supplier<MigrationSet> reader;

	private volatile @Nullable Files files;

	/**
	 * Create a set of sorted migrations without programs.
	 * @param service the name of the service, empty for the unnamed one
	 * @param order the order of versions
	 * @param versioned the versioned migrations, oldest first
	 * @param baselines the baselines, oldest first
	 * @param repeatables the repeatables, in the order in which they run
	 * @param callbacks the callbacks, those of one event in the order in which they run
	 * @param warnings what of the files is left alone, and why
	 * @param ofFlyway the values that Flyway defines for placeholders, {@code null} for
	 * none
	 */
	public MigrationSet(String service, VersionOrder order, List<Migration> versioned, List<Migration> baselines,
			List<Migration> repeatables, List<Callback> callbacks, List<String> warnings,
			@Nullable FlywayValues ofFlyway) {
		this(service, new Files(order, versioned, baselines, repeatables, callbacks, warnings, List.of()), ofFlyway);
	}

	private MigrationSet(String service, Files files, @Nullable FlywayValues ofFlyway) {
		this.service = service;
		this.files = files;
		this.ofFlyway = ofFlyway;
		this.known = null;
		this.reader = null;
	}

	private MigrationSet(String service, KnownSet known, @Nullable FlywayValues ofFlyway,
			Supplier<MigrationSet> reader) {
		this.service = service;
		this.ofFlyway = ofFlyway;
		this.known = known;
		this.reader = reader;
	}

	/**
	 * Create a set whose files are read only if more is asked than the build has told.
	 * @param service the name of the service, empty for the unnamed one
	 * @param known what the build has told
	 * @param ofFlyway the values with which they are read
	 * @param reader reads them, and throws {@link InvalidMigrationsException} if they
	 * cannot be used
	 */
	public static MigrationSet of(String service, KnownSet known, @Nullable FlywayValues ofFlyway,
			Supplier<MigrationSet> reader) {
		return new MigrationSet(service, known, ofFlyway, reader);
	}

	/**
	 * Return the same set with programs.
	 */
	MigrationSet withPrograms(List<String> names) {
		Files all = files();
		return new MigrationSet(this.service,
				new Files(all.order, all.versioned, all.baselines, all.repeatables, all.callbacks, all.warnings, names),
				this.ofFlyway);
	}

	private Files files() {
		Files read = this.files;
		return (read != null) ? read : read();
	}

	private synchronized Files read() {
		Files read = this.files;
		if (read == null) {
			read = Objects.requireNonNull(this.reader).get().files();
			this.files = read;
		}
		return read;
	}

	/** Whether what is known is all that was needed up to now. */
	private boolean isUnread() {
		return this.files == null;
	}

	/** What the build has told of the files; {@code null} for nothing. */
	public @Nullable KnownSet known() {
		return this.known;
	}

	/** The name of the service, empty for the unnamed one. */
	public String service() {
		return this.service;
	}

	/** The order of versions. */
	public VersionOrder order() {
		return files().order;
	}

	/** The versioned migrations, oldest first. */
	public List<Migration> versioned() {
		return files().versioned;
	}

	/** The baselines, oldest first. */
	public List<Migration> baselines() {
		return files().baselines;
	}

	/** The repeatables, in the order in which they run. */
	public List<Migration> repeatables() {
		return files().repeatables;
	}

	/** The callbacks, those of one event in the order in which they run. */
	public List<Callback> callbacks() {
		return isUnread() ? List.of() : files().callbacks;
	}

	/** What of the files is left alone, and why. */
	public List<String> warnings() {
		return isUnread() ? List.of() : files().warnings;
	}

	/** The values that Flyway defines for placeholders, {@code null} for none. */
	public @Nullable FlywayValues ofFlyway() {
		return this.ofFlyway;
	}

	/** The names of programs of other tools that the configuration leaves out. */
	public List<String> programs() {
		return isUnread() ? List.of() : files().programs;
	}

	/**
	 * Split some scripts, before any of them runs.
	 * @param scripts scripts of this set
	 * @throws InvalidMigrationsException with the problems of all scripts that cannot be
	 * split
	 */
	public void parse(Collection<Script> scripts) {
		List<FileProblem> problems = new ArrayList<>();
		for (Script script : scripts) {
			FileProblem problem = script.parse().orElse(null);
			if (problem != null) {
				problems.add(problem);
			}
		}
		if (!problems.isEmpty()) {
			throw new InvalidMigrationsException(this.service, problems);
		}
	}

	/**
	 * Take what the server has said of itself, which may stand in the scripts.
	 * @param server what it has said with the history
	 */
	public void serverSaid(ServerInfo server) {
		if (this.ofFlyway != null) {
			this.ofFlyway.serverSaid(server.currentSchema(), server.user(), server.database());
		}
	}

	/**
	 * Return what must not be shown of the scripts, as far as they were parsed.
	 */
	public Secrets secrets() {
		Map<String, String> names = new HashMap<>();
		Files read = this.files;
		if (read != null) {
			Stream
				.concat(Stream.of(read.versioned, read.baselines, read.repeatables)
					.flatMap(List::stream)
					.flatMap(Migration::scripts), read.callbacks.stream().map(Callback::script))
				.forEach((script) -> names.putAll(script.names()));
		}
		return Secrets.of(names);
	}

	/**
	 * Return the newest version that the files have, {@code null} when none of them has a
	 * version.
	 */
	public @Nullable Version newest() {
		Version newest = last(versioned());
		Version baseline = last(baselines());
		return (newest == null || (baseline != null && order().compare(baseline, newest) > 0)) ? baseline : newest;
	}

	/**
	 * Return the newest version of a versioned migration, in its canonical form.
	 * @return {@code null} when there is none
	 */
	public @Nullable String newestVersioned() {
		KnownSet told = this.known;
		if (told != null && isUnread()) {
			return told.newest();
		}
		Version newest = last(versioned());
		return (newest != null) ? newest.canonical() : null;
	}

	private static @Nullable Version last(List<Migration> migrations) {
		return migrations.isEmpty() ? null : migrations.get(migrations.size() - 1).requireVersion();
	}

	/** What was read. */
	private record Files(VersionOrder order, List<Migration> versioned, List<Migration> baselines,
			List<Migration> repeatables, List<Callback> callbacks, List<String> warnings, List<String> programs) {

		Files {
			versioned = List.copyOf(versioned);
			baselines = List.copyOf(baselines);
			repeatables = List.copyOf(repeatables);
			callbacks = List.copyOf(callbacks);
			warnings = List.copyOf(warnings);
			programs = List.copyOf(programs);
		}

	}

}
