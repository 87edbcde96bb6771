package dev.slipway.engine.execute;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings that limit the time of a script: how long its statements wait and run, and
 * how long the server works for a client that is dead. What the role or the database sets
 * for the application's own statements is no measure for a migration.
 */
final class TimeLimits {

	private static final String LOCK_TIMEOUT = "lock_timeout";

	/** The first version with {@code transaction_timeout}. */
	private static final int TRANSACTION_TIMEOUT = 170000;

	private TimeLimits() {
	}

	/**
	 * Return the settings of a script, with their values in SQL.
	 * @param local whether they end with the transaction; otherwise they are for a
	 * statement that refuses one, which is not limited as a whole
	 */
	static Map<String, String> of(RunContext context, boolean local) {
		Map<String, String> settings = new LinkedHashMap<>(ofLocks(context));
		settings.put("statement_timeout", local ? milliseconds(context.options().timeouts().statementTimeout()) : "0");
		settings.putAll(ofLockHolder(context.serverVersion()));
		return settings;
	}

	/**
	 * Return the settings of the transaction that holds the lock beside a script: it may
	 * last as long as it does.
	 */
	static Map<String, String> ofLockHolder(int serverVersion) {
		Map<String, String> settings = new LinkedHashMap<>();
		if (serverVersion >= TRANSACTION_TIMEOUT) {
			settings.put("transaction_timeout", "0");
		}
		settings.putAll(ofClients());
		return settings;
	}

	/** Return the limit of a wait for a lock. */
	static Map<String, String> ofLocks(RunContext context) {
		return Map.of(LOCK_TIMEOUT, milliseconds(context.options().timeouts().lockTimeout()));
	}

	/**
	 * Return how the server notices in half a minute that the machine of a client has
	 * died. By default it waits for two hours, and keeps all locks meanwhile (manual,
	 * section 19.3.2).
	 */
	private static Map<String, String> ofClients() {
		Map<String, String> settings = new LinkedHashMap<>();
		settings.put("tcp_keepalives_idle", "10");
		settings.put("tcp_keepalives_interval", "5");
		settings.put("tcp_keepalives_count", "4");
		return settings;
	}

	/**
	 * Return the PL/pgSQL by which the server looks every second whether the client of a
	 * running statement still lives. Without it the statement of a killed process runs to
	 * its end. Not every platform can.
	 */
	static String noticeDeadClient(boolean local) {
		return """
				begin
				%sexception when invalid_parameter_value or undefined_object then null;
				end;
				""".formatted(set(Map.of("client_connection_check_interval", "1000"), local));
	}

	/**
	 * The settings of a hundred migrations travel in few round trips, so they are short.
	 */
	static String set(Map<String, String> settings, boolean local) {
		return settings.entrySet()
			.stream()
			.map((setting) -> (local ? "set local " : "set ") + setting.getKey() + "=" + setting.getValue() + ";\n")
			.collect(Collectors.joining());
	}

	private static String milliseconds(Duration timeout) {
		return String.valueOf(timeout.toMillis());
	}

}
