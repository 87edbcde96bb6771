package dev.slipway.engine.watch;

import java.sql.Connection;
import java.time.Duration;
import java.util.function.Consumer;

import dev.slipway.engine.lock.AdvisoryLock;
import dev.slipway.engine.text.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to apply migrations, for the class that watches it.
 *
 * @param service the name of the service, empty for the unnamed one
 * @param migration the label of the one migration that is applied; {@code null} when
 * there are several, of which the server tells by the application's name
 * @param connection the connection on which the scripts run
 * @param lock the lock under which they run
 * @param runId the run, by whose tag the server shows statements that run outside of the
 * transaction that holds the lock
 * @param lockTimeout how long a statement waits for a lock, zero for no limit
 * @param secrets what must not be shown of the statements
 * @param waits takes what a statement waits for, on the thread that watches
 */
public record WatchTarget(String service, @Nullable String migration, Connection connection, AdvisoryLock lock,
		String runId, Duration lockTimeout, Secrets secrets, Consumer<String> waits) {

	/**
	 * Create an attempt whose waits only the log tells.
	 */
	WatchTarget(String service, @Nullable String migration, Connection connection, AdvisoryLock lock, String runId,
			Duration lockTimeout, Secrets secrets) {
		this(service, migration, connection, lock, runId, lockTimeout, secrets, (wait) -> {
		});
	}

}
