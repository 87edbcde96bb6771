package dev.slipway.sample.database;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Where the data is.
 *
 * @param data Folder in which the embedded PostgreSQL keeps its data between starts.
 * @param platform Database of ingestion and eventhandler. By default one of an embedded
 * PostgreSQL.
 * @param query Database of query. By default one of an embedded PostgreSQL.
 */
@ConfigurationProperties("sample")
record SampleProperties(@DefaultValue("./data") String data, @DefaultValue Connection platform,
		@DefaultValue Connection query) {

	/**
	 * Return the databases that are named, if any is.
	 * @throws SetupException if only one is
	 */
	Optional<Databases> named() {
		Optional<Database> platform = this.platform.database();
		Optional<Database> query = this.query.database();
		if (platform.isEmpty() && query.isEmpty()) {
			refuseLonelyCredentials();
			return Optional.empty();
		}
		return Optional.of(new NamedDatabases(platform.orElseThrow(() -> missing("PLATFORM", "QUERY")),
				query.orElseThrow(() -> missing("QUERY", "PLATFORM"))));
	}

	private void refuseLonelyCredentials() {
		if (StringUtils.hasText(this.platform.username()) || StringUtils.hasText(this.query.username())) {
			throw new SetupException("A user name for a database is set, and no database.",
					"Set SAMPLE_PLATFORM_URL and SAMPLE_QUERY_URL too, or no user name.");
		}
	}

	private static SetupException missing(String missing, String set) {
		return new SetupException(
				"SAMPLE_" + set + "_URL names a database, and SAMPLE_" + missing
						+ "_URL does not: the sample needs two databases.",
				"Set both (sample.platform.url and sample.query.url), or neither to use the embedded PostgreSQL.");
	}

	/**
	 * Connection to a database.
	 *
	 * @param url JDBC URL of the database.
	 * @param username Role to connect as.
	 * @param password Password of the role.
	 */
	record Connection(@Nullable String url, @Nullable String username, @Nullable String password) {

		/** An empty variable, as composed environments leave them, is one not set. */
		private Optional<Database> database() {
			return (this.url != null && !this.url.isBlank())
					? Optional.of(new Database(this.url, this.username, this.password)) : Optional.empty();
		}

		/** A record would print its password. */
		@Override
		public String toString() {
			return "Connection";
		}

	}

}
