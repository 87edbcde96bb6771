package dev.slipway.engine.files;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names by which files say which database they are for, as in
 * {@code 001_users.mysql.up.sql}.
 */
final class Databases {

	private static final Set<String> OURS = Set.of("postgres", "postgresql", "pg", "pgx");

	private static final List<String> OTHERS = List.of("cockroach", "cockroachdb", "crdb", "mariadb", "mssql", "mysql",
			"oracle", "sqlite", "sqlite3", "sqlserver");

	/** All of them, as alternatives of a regular expression. */
	static final String NAMES = Stream.concat(OURS.stream(), OTHERS.stream()).collect(Collectors.joining("|"));

	private Databases() {
	}

	static boolean isOurs(String name) {
		return OURS.contains(name);
	}

}
