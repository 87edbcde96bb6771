package dev.slipway.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.MigrationReport;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.SlipwayException;
import dev.slipway.Timeouts;

/**
 * A process that does nothing but migrate, through a connection pool as applications have
 * them. Its arguments are the URL, the user, the location, and settings as
 * {@code name=value}: {@code service}, {@code schema} (which it creates), {@code adopt}
 * (the table of another tool, whose history it takes over), {@code lock-wait},
 * {@code lock} (both in milliseconds) and {@code lock-retries}.
 * <p>
 * It ends with 0 when everything is applied, with 1 when Slipway says what is wrong, and
 * with 99 when anything else is thrown, which nothing may be.
 */
final class MigratingReplica {

	/** What it prints when its JVM has started. */
	static final String BEGINS = "replica begins";

	/** What it prints before the name of each file that it has applied. */
	static final String APPLIED = "replica applied ";

	/** What it prints before an error that Slipway explains. */
	static final String FAILED = "replica failed: ";

	private MigratingReplica() {
	}

	public static void main(String[] arguments) {
		endWithParent();
		Map<String, String> settings = Arrays.stream(arguments)
			.skip(3)
			.map((setting) -> setting.split("=", 2))
			.collect(Collectors.toMap((setting) -> setting[0], (setting) -> setting[1]));
		System.exit(migrate(arguments[0], arguments[1], options(arguments[2], settings)));
	}

	/** Whoever started this process holds the other end of the pipe while it lives. */
	static void endWithParent() {
		Thread watch = new Thread(() -> {
			try {
				while (System.in.read() >= 0) {
					continue;
				}
			}
			catch (IOException ex) {
				// A broken pipe is as good an end.
			}
			Runtime.getRuntime().halt(98);
		}, "parent");
		watch.setDaemon(true);
		watch.start();
	}

	private static int migrate(String url, String username, MigratorOptions options) {
		try (HikariDataSource pool = pool(url, username)) {
			System.out.println(BEGINS);
			MigrationReport report = Migrator.of(pool, options).migrate();
			report.applied().forEach((applied) -> System.out.println(APPLIED + applied.label()));
			return 0;
		}
		catch (SlipwayException ex) {
			System.out.println(FAILED + ex);
			return 1;
		}
		catch (Throwable ex) {
			ex.printStackTrace(System.out);
			return 99;
		}
	}

	private static HikariDataSource pool(String url, String username) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url);
		pool.setUsername(username);
		pool.setMaximumPoolSize(4);
		pool.setMinimumIdle(0);
		pool.setConnectionTimeout(10_000);
		pool.setValidationTimeout(2_000);
		return pool;
	}

	private static MigratorOptions options(String location, Map<String, String> settings) {
		Timeouts timeouts = Timeouts.DEFAULT;
		if (settings.containsKey("lock-wait")) {
			timeouts = timeouts.withMigrationLockWait(milliseconds(settings.get("lock-wait")));
		}
		if (settings.containsKey("lock")) {
			timeouts = timeouts.withLockTimeout(milliseconds(settings.get("lock")));
		}
		if (settings.containsKey("lock-retries")) {
			timeouts = timeouts.withLockRetries(Integer.parseInt(settings.get("lock-retries")));
		}
		MigratorOptions options = MigratorOptions.of(settings.getOrDefault("service", ""))
			.withLocations(location)
			.withTimeouts(timeouts);
		if (settings.containsKey("adopt")) {
			options = options.withAdoption(true, settings.get("adopt"));
		}
		return settings.containsKey("schema") ? options.withSchema(settings.get("schema"), true) : options;
	}

	private static Duration milliseconds(String value) {
		return Duration.ofMillis(Long.parseLong(value));
	}

}
