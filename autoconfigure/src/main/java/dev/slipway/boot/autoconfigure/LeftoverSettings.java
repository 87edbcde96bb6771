package dev.slipway.boot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Printable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Settings of Flyway and Liquibase in an application that has them no more: they do
 * nothing, and mostly there is a setting that does what they did.
 */
final class LeftoverSettings {

	private static final LineLog logger = LineLog.of(LeftoverSettings.class);

	private static final String ALWAYS = "that is always so";

	private static final String NAMES = "no setting; docs/files.md lists the names of files";

	private static final String UTF_8 = "no setting; files are UTF-8";

	private static final String NONE = "no setting";

	private LeftoverSettings() {
	}

	/**
	 * Warn of the settings of a tool, each with what does the same now.
	 * @param prefix {@code spring.flyway} or {@code spring.liquibase}
	 */
	static void warn(Environment environment, String prefix) {
		ConfigurationPropertyName tool = ConfigurationPropertyName.of(prefix);
		Map<String, String> counterparts = counterparts(prefix);
		Map<String, String> found = new TreeMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				for (ConfigurationPropertyName name : iterable) {
					if (tool.isAncestorOf(name)) {
						add(found, prefix, name, counterparts);
					}
				}
			}
		}
		if (!found.isEmpty()) {
			StringBuilder list = new StringBuilder();
			found.forEach((name, counterpart) -> list.append(list.isEmpty() ? "" : "; ")
				.append(Printable.line(name))
				.append(": ")
				.append(counterpart));
			logger.warn("Settings without effect, since " + (prefix.endsWith("flyway") ? "Flyway" : "Liquibase")
					+ " is not on the class path, and what to set in their place: " + list);
		}
	}

	/** The spelling of an environment variable has no hyphens. */
	private static void add(Map<String, String> found, String prefix, ConfigurationPropertyName name,
			Map<String, String> counterparts) {
		String own = name.getElement(2, ConfigurationPropertyName.Form.UNIFORM);
		for (Map.Entry<String, String> known : counterparts.entrySet()) {
			if (known.getKey().replace("-", "").equals(own)) {
				found.put(prefix + "." + known.getKey(), known.getValue());
				return;
			}
		}
		found.put(prefix + "." + name.getElement(2, ConfigurationPropertyName.Form.DASHED), NONE);
	}

	/** Those that are not named have none. */
	static Map<String, String> counterparts(String prefix) {
		Map<String, String> known = new LinkedHashMap<>();
		known.put("enabled", "slipway.enabled");
		known.put("url", "slipway.url");
		known.put("user", "slipway.username");
		known.put("password", "slipway.password");
		known.put("driver-class-name", "no setting; the driver is PostgreSQL's own");
		if (prefix.endsWith("liquibase")) {
			known.put("change-log", "slipway.locations, with files of SQL");
			known.put("default-schema", "slipway.search-path");
			known.put("liquibase-schema", "slipway.schema");
			known.put("database-change-log-table", "slipway.table");
			known.put("database-change-log-lock-table", "no setting; there is no such table");
			known.put("parameters", "slipway.placeholders");
			return known;
		}
		known.put("locations", "slipway.locations");
		known.put("table", "slipway.table");
		known.put("schemas", "slipway.schema and slipway.search-path");
		known.put("default-schema", "slipway.schema and slipway.search-path");
		known.put("create-schemas", "slipway.create-schema");
		known.put("placeholders", "slipway.placeholders");
		known.put("placeholder-replacement", "slipway.placeholder-replacement");
		known.put("placeholder-prefix", "no setting; placeholders are ${name}");
		known.put("placeholder-suffix", "no setting; placeholders are ${name}");
		known.put("placeholder-separator", "no setting; it is a colon");
		known.put("out-of-order", "slipway.out-of-order");
		known.put("connect-retries", "slipway.connect-retries");
		known.put("connect-retries-interval", "slipway.connect-retries-interval");
		known.put("lock-retry-count", "slipway.lock.wait-timeout");
		known.put("init-sqls", "options= in slipway.url, or a file beforeMigrate.sql");
		known.put("callback-locations", "slipway.locations");
		known.put("baseline-on-migrate", "no setting yet; a database that exists cannot be taken over");
		known.put("baseline-version", "no setting; the name of a file B1__name.sql");
		known.put("baseline-description", "no setting; the name of a file B1__name.sql");
		known.put("clean-disabled", "no setting; a start drops nothing");
		known.put("encoding", UTF_8);
		known.put("detect-encoding", UTF_8);
		known.put("execute-in-transaction", "no setting; '-- slipway: no-transaction' in the file");
		known.put("fail-on-missing-locations", ALWAYS);
		known.put("group", "no setting; a transaction for each file");
		known.put("ignore-migration-patterns", "no setting; what a newer release has applied is accepted");
		known.put("installed-by", "no setting; it is the role");
		known.put("jdbc-properties", "parameters of slipway.url");
		known.put("mixed", ALWAYS);
		known.put("postgresql", "no setting; the lock is always transactional");
		known.put("stream", ALWAYS);
		known.put("batch", ALWAYS);
		known.put("sql-migration-prefix", NAMES);
		known.put("sql-migration-separator", NAMES);
		known.put("sql-migration-suffixes", NAMES);
		known.put("repeatable-sql-migration-prefix", NAMES);
		known.put("target", "slipway.exclude, with the later files");
		known.put("validate-migration-naming", ALWAYS);
		known.put("validate-on-migrate", ALWAYS);
		return known;
	}

}
