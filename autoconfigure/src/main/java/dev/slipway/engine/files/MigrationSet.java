package dev.slipway.engine.files;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * All migrations of one service, without duplicates. Immutable.
 *
 * @param service the name of the service, empty for the unnamed one
 * @param order the order of versions
 * @param versioned the versioned migrations, oldest first
 * @param baselines the baselines, oldest first
 * @param repeatables the repeatables, in the order in which they run
 * @param callbacks the callbacks, those of one event in the order in which they run
 * @param warnings what of the files is left alone, and why
 * @param ofFlyway the values that Flyway defines for placeholders, {@code null} for none
 * @param programs the names of programs of other tools that the configuration leaves out
 */
public record MigrationSet(String service, VersionOrder order, List<Migration> versioned, List<Migration> baselines,
		List<Migration> repeatables, List<Callback> callbacks, List<String> warnings, @Nullable FlywayValues ofFlyway,
		List<String> programs) {

	/**
	 * Create a set of sorted migrations.
	 */
	public MigrationSet {
		versioned = List.copyOf(versioned);
		baselines = List.copyOf(baselines);
		repeatables = List.copyOf(repeatables);
		callbacks = List.copyOf(callbacks);
		warnings = List.copyOf(warnings);
		programs = List.copyOf(programs);
	}

	/**
	 * Create a set of sorted migrations without programs.
	 */
	public MigrationSet(String service, VersionOrder order, List<Migration> versioned, List<Migration> baselines,
			List<Migration> repeatables, List<Callback> callbacks, List<String> warnings,
			@Nullable FlywayValues ofFlyway) {
		this(service, order, versioned, baselines, repeatables, callbacks, warnings, ofFlyway, List.of());
	}

	/**
	 * Return the same set with programs.
	 */
	MigrationSet withPrograms(List<String> names) {
		return new MigrationSet(this.service, this.order, this.versioned, this.baselines, this.repeatables,
				this.callbacks, this.warnings, this.ofFlyway, names);
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
		Stream
			.concat(Stream.of(this.versioned, this.baselines, this.repeatables)
				.flatMap(List::stream)
				.flatMap(Migration::scripts), this.callbacks.stream().map(Callback::script))
			.forEach((script) -> names.putAll(script.names()));
		return Secrets.of(names);
	}

	/**
	 * Return the newest version that the files have, {@code null} when none of them has a
	 * version.
	 */
	public @Nullable Version newest() {
		Version newest = this.versioned.isEmpty() ? null : last(this.versioned);
		Version baseline = this.baselines.isEmpty() ? null : last(this.baselines);
		return (newest == null || (baseline != null && this.order.compare(baseline, newest) > 0)) ? baseline : newest;
	}

	private static Version last(List<Migration> migrations) {
		return migrations.get(migrations.size() - 1).requireVersion();
	}

}
