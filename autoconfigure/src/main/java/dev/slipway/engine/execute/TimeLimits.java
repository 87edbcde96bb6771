package dev.slipway.engine.execute;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The SQL of what limits the time of a script's statements. What the role or the database
 * sets for the application's own statements is no measure for a migration.
 */
final class TimeLimits {

	private static final String LOCK_TIMEOUT = "lock_timeout";

	/**
	 * How often the server looks whether the client of a running statement still lives.
	 * Without it the statement of a killed process runs to its end (manual, section
	 * 19.3.2). Not every platform can.
	 */
	private static final String NOTICE_A_DEAD_CLIENT = """
			begin
			perform pg_catalog.set_config('client_connection_check_interval', '1000', %s);
			exception when invalid_parameter_value or undefined_object then null;
			end;
			""";

	/** The first version with {@code transaction_timeout}. */
	private static final int TRANSACTION_TIMEOUT = 170000;

	private TimeLimits() {
	}

	/**
	 * Return the settings that limit a script.
	 * @param local whether they end with the transaction; otherwise they are for a
	 * statement that refuses one, which is not limited as a whole
	 */
	static Map<String, String> settings(Conditions conditions, boolean local) {
		Map<String, String> settings = new LinkedHashMap<>();
		settings.put(LOCK_TIMEOUT, milliseconds(conditions.lockTimeout()));
		settings.put("statement_timeout", local ? milliseconds(conditions.statementTimeout()) : "0");
		if (conditions.serverVersion() >= TRANSACTION_TIMEOUT) {
			settings.put("transaction_timeout", "0");
		}
		return settings;
	}

	/** Return the PL/pgSQL that lets the server notice a dead client. */
	static String noticeDeadClient(boolean local) {
		return NOTICE_A_DEAD_CLIENT.formatted(local);
	}

	/**
	 * Return the PL/pgSQL that limits the wait for locks in the rest of a transaction.
	 */
	static String ofLocks(Conditions conditions) {
		return MigrationTransaction.set(Map.of(LOCK_TIMEOUT, milliseconds(conditions.lockTimeout())), true);
	}

	private static String milliseconds(Duration timeout) {
		return String.valueOf(timeout.toMillis());
	}

}
