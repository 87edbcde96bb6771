package dev.slipway.boot.diagnostics;

import java.util.EnumMap;
import java.util.Map;

import dev.slipway.HistoryConflictException;
import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.HistoryConflictException.Kind;
import dev.slipway.boot.autoconfigure.ServiceConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains files and a history that do not fit together. What to do is said once for each
 * kind of conflict.
 */
final class HistoryConflictFailureAnalyzer extends AbstractFailureAnalyzer<HistoryConflictException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, HistoryConflictException cause) {
		Map<Kind, String> actions = actions(cause.getService());
		actions.keySet().retainAll(cause.getConflicts().stream().map(Conflict::kind).toList());
		return new FailureAnalysis(cause.getMessage(), String.join("\n\n", actions.values()), cause);
	}

	private static Map<Kind, String> actions(String service) {
		String outOfOrder = ServiceConfigurationException.property(service, "out-of-order");
		Map<Kind, String> actions = new EnumMap<>(Kind.class);
		actions.put(Kind.CHANGED,
				"Restore the file as it was applied, or the class, and put the change into a new migration: other databases have "
						+ "the old one.");
		actions.put(Kind.MISSING,
				"Restore the missing file or class. If it is gone for good and nobody needs it to build a database, set "
						+ outOfOrder + "=true.");
		actions.put(Kind.OUT_OF_ORDER, "Give the file or the class a version above all that are applied, or set "
				+ outOfOrder + "=true when it does not depend on the order.");
		actions.put(Kind.UNDONE_IN_PART,
				"Let it finish if it still runs, or run --slipway.command=undo, which goes on where it was stopped.");
		return actions;
	}

}
