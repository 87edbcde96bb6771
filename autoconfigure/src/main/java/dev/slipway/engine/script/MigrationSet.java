package dev.slipway.engine.script;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import dev.slipway.engine.error.InvalidMigrationsException;
import dev.slipway.engine.error.InvalidMigrationsException.FileProblem;
import org.springframework.core.io.support.ResourcePatternResolver;

/**
 * All migrations of one service, sorted by version, without duplicates. Immutable.
 *
 * @param service the name of the service, empty for the unnamed one
 * @param migrations the migrations, oldest first; never empty
 */
public record MigrationSet(String service, List<Migration> migrations) {

	/**
	 * Create a set of sorted migrations.
	 */
	public MigrationSet {
		migrations = List.copyOf(migrations);
	}

	/**
	 * Read the migrations of a service. No database is asked.
	 * @param service the name of the service, empty for the unnamed one
	 * @param locations Spring resource locations of folders; each is searched with its
	 * sub-folders
	 * @param others the locations of other services, which keep what is below them
	 * @param resources finds the resources of a location
	 * @return the migrations
	 * @throws InvalidMigrationsException with all problems of all files
	 */
	public static MigrationSet read(String service, List<String> locations, List<String> others,
			ResourcePatternResolver resources) {
		return new MigrationReader(service, others, resources).read(locations);
	}

	/**
	 * Split the scripts of some migrations, before any of them runs.
	 * @param some migrations of this set
	 * @throws InvalidMigrationsException with the problems of all scripts that cannot be
	 * split
	 */
	public void parse(Collection<Migration> some) {
		List<FileProblem> problems = some.stream()
			.map((migration) -> migration.script().problem())
			.flatMap(Optional::stream)
			.toList();
		if (!problems.isEmpty()) {
			throw new InvalidMigrationsException(this.service, problems);
		}
	}

	/**
	 * Return the newest migration's version.
	 */
	public Version newest() {
		return this.migrations.get(this.migrations.size() - 1).version();
	}

}
