package dev.slipway.boot.diagnostics;

import java.util.EnumMap;
import java.util.Map;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.boot.autoconfigure.ServiceConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains migration files that cannot be used. What to do is said once for each kind of
 * problem.
 */
final class InvalidMigrationsFailureAnalyzer extends AbstractFailureAnalyzer<InvalidMigrationsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidMigrationsException cause) {
		Map<Kind, String> actions = actions(cause.getService());
		actions.keySet().retainAll(cause.getProblems().stream().map(FileProblem::kind).toList());
		return new FailureAnalysis(cause.getMessage(), String.join("\n\n", actions.values()), cause);
	}

	private static Map<Kind, String> actions(String service) {
		String locations = ServiceConfigurationException.property(service, "locations");
		String duplicates = ServiceConfigurationException.property(service, "duplicate-versions");
		Map<Kind, String> actions = new EnumMap<>(Kind.class);
		actions.put(Kind.EMPTY_LOCATION, "Put the first migration into the location, or correct " + locations
				+ ", or take the location out of it. An application without migrations sets slipway.enabled=false.");
		actions.put(Kind.NO_MIGRATION,
				"Rename the file, or move it out of the location: a migration that is silently skipped is noticed too late.");
		actions.put(Kind.DUPLICATE_VERSION,
				"Give one of the files another version, one that no database has seen yet. If the tool that they"
						+ " were written for runs both, because it tells files apart by their names, set " + duplicates
						+ "=by-name.");
		actions.put(Kind.DUPLICATE_FILE, "Remove one of the files, or rename it.");
		actions.put(Kind.ORPHANED_UNDO, "Put the file that it undoes beside it, or remove it.");
		actions.put(Kind.UNSUPPORTED, "Do what the file asks for in another way, and remove it or what it says.");
		actions.put(Kind.INVALID_CODE,
				"Correct the class. Its version is digits, in parts separated by dots, and its name"
						+ " is one line of text.");
		actions.put(Kind.NO_REGULAR_FILE,
				"Put a file in its place, or give it another name, or move it out of the location.");
		actions.put(Kind.UNREADABLE,
				"Save the file as UTF-8, and see that the application may read it and its folder, and that links lead"
						+ " to something else than a folder that they lie in. Replace an archive that is broken, or take it"
						+ " out of the class path.");
		actions.put(Kind.SYNTAX, "Correct the file at the place shown.");
		return actions;
	}

}
