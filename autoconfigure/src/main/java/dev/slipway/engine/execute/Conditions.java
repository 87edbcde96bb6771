package dev.slipway.engine.execute;

import java.time.Duration;
import java.util.List;

import dev.slipway.engine.files.Callback;
import dev.slipway.engine.history.HistoryTable;

/**
 * What all scripts of a run run under.
 *
 * @param service the name of the service, empty for the unnamed one
 * @param table the history table
 * @param createSchema whether the history table's schema is created when missing
 * @param searchPath the schemas for the scripts' unqualified names; empty for what the
 * connection has
 * @param lockTimeout how long a statement of a transaction waits for a lock; zero for no
 * limit
 * @param statementTimeout how long a statement of a transaction may take; zero for no
 * limit
 * @param serverVersion the server's version number, for example 180006
 * @param runId the run
 * @param callbacks the callbacks of the service, parsed
 */
public record Conditions(String service, HistoryTable table, boolean createSchema, List<String> searchPath,
		Duration lockTimeout, Duration statementTimeout, int serverVersion, String runId, List<Callback> callbacks) {

}
