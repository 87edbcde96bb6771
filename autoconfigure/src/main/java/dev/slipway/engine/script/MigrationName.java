package dev.slipway.engine.script;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file's name says: digits, an underscore, a name.
 *
 * @param version the version
 * @param name the name
 */
record MigrationName(Version version, String name) {

	/** How error messages show the accepted shape. */
	static final String SHAPE = "<number>_<name>.sql, for example 001_create_users.sql or 20260101120000_add_orders.sql";

	private static final Pattern PLAIN = Pattern.compile("(\\d+)_(.+)\\.sql");

	static Optional<MigrationName> of(String fileName) {
		Matcher matcher = PLAIN.matcher(fileName);
		return matcher.matches() ? Optional.of(new MigrationName(Version.of(matcher.group(1)), matcher.group(2)))
				: Optional.empty();
	}

}
