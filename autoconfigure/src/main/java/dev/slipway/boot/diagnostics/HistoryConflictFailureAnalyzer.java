package dev.slipway.boot.diagnostics;

import dev.slipway.HistoryConflictException;
import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.HistoryConflictException.Kind;
import dev.slipway.boot.autoconfigure.ServiceConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains files and a history that do not fit together.
 */
final class HistoryConflictFailureAnalyzer extends AbstractFailureAnalyzer<HistoryConflictException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, HistoryConflictException cause) {
		String outOfOrder = ServiceConfigurationException.property(cause.getService(), "out-of-order");
		String action = Remedies.of(cause.getConflicts().stream().map(Conflict::kind),
				(kind) -> action(kind, outOfOrder));
		return new FailureAnalysis(cause.getMessage(), action, cause);
	}

	private static String action(Kind kind, String outOfOrder) {
		return switch (kind) {
			case CHANGED ->
				"Restore the file as it was applied, and put the change into a new migration: other databases have "
						+ "the old one.";
			case MISSING ->
				"Restore the missing file. If it is gone for good and nobody needs it to build a database, set "
						+ outOfOrder + "=true.";
			case OUT_OF_ORDER -> "Give the file a version above all that are applied, or set " + outOfOrder
					+ "=true when it does not depend on the order.";
		};
	}

}
