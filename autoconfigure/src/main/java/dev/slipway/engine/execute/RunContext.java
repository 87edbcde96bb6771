package dev.slipway.engine.execute;

import java.util.List;

import dev.slipway.MigratorOptions;
import dev.slipway.engine.files.Callback;
import dev.slipway.engine.history.HistoryTable;

/**
 * What is the same for all scripts of a run.
 *
 * @param options the options of the service
 * @param table the history table
 * @param serverVersion the server's version number, for example 180006
 * @param runId the run
 * @param callbacks the callbacks of the service, parsed
 */
public record RunContext(MigratorOptions options, HistoryTable table, int serverVersion, String runId,
		List<Callback> callbacks) {

}
