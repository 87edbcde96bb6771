package dev.slipway.boot.diagnostics;

import dev.slipway.MigrationFailedException;
import dev.slipway.boot.autoconfigure.ServiceConfigurationException;
import dev.slipway.engine.postgres.SqlState;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a script that failed.
 */
final class MigrationFailedFailureAnalyzer extends AbstractFailureAnalyzer<MigrationFailedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MigrationFailedException cause) {
		return new FailureAnalysis(cause.getMessage(), action(cause), cause);
	}

	private static String action(MigrationFailedException cause) {
		if (cause.getContention() != null) {
			return "The file need not change. Wait for the session that is in the way, or end it with"
					+ " pg_terminate_backend(pid), and start again. For a longer wait, set "
					+ ServiceConfigurationException.property(cause.getService(), "lock-timeout") + " and "
					+ ServiceConfigurationException.property(cause.getService(), "lock-retries") + ".";
		}
		if (SqlState.QUERY_CANCELED.equals(cause.getError().sqlState())) {
			return "The file need not change. If the statement took longer than it may, raise "
					+ ServiceConfigurationException.property(cause.getService(), "statement-timeout")
					+ " (0 for no limit), and start again: the run goes on with this file.";
		}
		if (cause.isUndo()) {
			return "Let the database be as the undo script expects it, and run the command again. To change the script itself,"
					+ " correct the file and store it with --slipway.command=repair: what is stored in the history is run.";
		}
		if (cause.getClassName() != null) {
			return "Correct " + cause.getClassName() + ", or what it needs, and start again: the run goes on with this"
					+ " migration. Files and code that are applied must stay as they are.";
		}
		return "Correct " + cause.getPosition()
				+ " and start again: the run goes on with this file. Files that are applied must stay as they are.";
	}

}
