package dev.slipway.boot.diagnostics;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.boot.autoconfigure.ServiceConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains migration files that cannot be used.
 */
final class InvalidMigrationsFailureAnalyzer extends AbstractFailureAnalyzer<InvalidMigrationsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidMigrationsException cause) {
		String locations = ServiceConfigurationException.property(cause.getService(), "locations");
		String duplicates = ServiceConfigurationException.property(cause.getService(), "duplicate-versions");
		String action = Remedies.of(cause.getProblems().stream().map(FileProblem::kind),
				(kind) -> action(kind, locations, duplicates));
		return new FailureAnalysis(cause.getMessage(), action, cause);
	}

	private static String action(Kind kind, String locations, String duplicates) {
		return switch (kind) {
			case EMPTY_LOCATION -> "Put the first migration into the location, or correct " + locations
					+ ", or take the location out of it. An application without migrations sets slipway.enabled=false.";
			case NO_MIGRATION ->
				"Rename the file, or move it out of the location: a migration that is silently skipped is noticed too late.";
			case DUPLICATE_VERSION ->
				"Give one of the files another version, one that no database has seen yet. If the tool that they"
						+ " were written for runs both, because it tells files apart by their names, set " + duplicates
						+ "=by-name.";
			case DUPLICATE_FILE -> "Remove one of the files, or rename it.";
			case ORPHANED_UNDO -> "Put the file that it undoes beside it, or remove it.";
			case UNSUPPORTED -> "Do what the file asks for in another way, and remove it or what it says.";
			case NO_REGULAR_FILE -> "Put a file in its place, or give it another name, or move it out of the location.";
			case UNREADABLE ->
				"Save the file as UTF-8, and see that the application may read it and its folder, and that links lead"
						+ " to something else than a folder that they lie in.";
			case SYNTAX -> "Correct the file at the place shown.";
		};
	}

}
