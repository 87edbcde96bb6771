package dev.slipway.boot.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.slipway.AdoptionRefusedException;
import dev.slipway.DatabaseException;
import dev.slipway.HistoryConflictException;
import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.MigrationFailedException;
import dev.slipway.PendingMigrationsException;
import dev.slipway.PendingMigrationsException.PendingMigration;
import dev.slipway.ScriptPosition;
import dev.slipway.SharedHistoryException;
import dev.slipway.SlipwayException;
import dev.slipway.UndoRefusedException;
import dev.slipway.boot.autoconfigure.ServiceConfigurationException;
import dev.slipway.engine.text.Redaction;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * The failure of a command, for programs: what people read of it, and what it is about.
 */
final class FailureJson {

	private FailureJson() {
	}

	static Map<String, @Nullable Object> of(Throwable failure) {
		Throwable known = known(failure);
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("kind", kind(known));
		json.put("service", (known instanceof SlipwayException own) ? own.getService() : null);
		json.put("message", message(known));
		json.put("action", action(known));
		json.putAll(details(known));
		return json;
	}

	/** What Spring wraps is what it is about. */
	private static Throwable known(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SlipwayException || cause instanceof CommandRefusedException) {
				return cause;
			}
		}
		return failure;
	}

	private static String kind(Throwable failure) {
		if (failure instanceof CommandRefusedException refused) {
			return (refused.getExitCode() == CommandExit.USAGE) ? "usage" : "refused";
		}
		if (failure instanceof UndoRefusedException || failure instanceof AdoptionRefusedException) {
			return "refused";
		}
		if (failure instanceof PendingMigrationsException) {
			return "pending";
		}
		if (failure instanceof HistoryConflictException) {
			return "conflict";
		}
		if (failure instanceof InvalidMigrationsException) {
			return "invalid-files";
		}
		if (failure instanceof MigrationFailedException) {
			return "failed-migration";
		}
		if (failure instanceof DatabaseException) {
			return "database";
		}
		boolean configured = failure instanceof ServiceConfigurationException
				|| failure instanceof SharedHistoryException;
		return configured ? "configuration" : "other";
	}

	/** That of an exception of Slipway's has no credentials. */
	private static String message(Throwable failure) {
		String message = String.valueOf(failure.getMessage());
		return (failure instanceof SlipwayException || failure instanceof CommandRefusedException) ? message
				: Redaction.mask(failure.getClass().getName() + ": " + message);
	}

	private static @Nullable String action(Throwable failure) {
		if (failure instanceof CommandRefusedException refused) {
			return refused.getAction();
		}
		if (failure instanceof ServiceConfigurationException configured) {
			return configured.getAction();
		}
		return (failure instanceof SlipwayException) ? analyzed(failure) : null;
	}

	/** What the text of the same failure says to do. */
	private static @Nullable String analyzed(Throwable failure) {
		// Some need a context, and say nothing of a failure of Slipway's.
		List<FailureAnalyzer> analyzers = SpringFactoriesLoader
			.forDefaultResourceLocation(FailureJson.class.getClassLoader())
			.load(FailureAnalyzer.class, (type, name, unusable) -> {
			});
		for (FailureAnalyzer analyzer : analyzers) {
			FailureAnalysis analysis = analyzer.getClass().getName().startsWith("dev.slipway.")
					? analyzer.analyze(failure) : null;
			if (analysis != null) {
				return analysis.getAction();
			}
		}
		return null;
	}

	private static Map<String, @Nullable Object> details(Throwable failure) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		if (failure instanceof PendingMigrationsException pending) {
			json.put("pending", pending.getPending().stream().map(FailureJson::of).toList());
		}
		else if (failure instanceof HistoryConflictException conflicts) {
			json.put("historyTable", conflicts.getTable());
			json.put("conflicts", of(conflicts.getConflicts()));
		}
		else if (failure instanceof InvalidMigrationsException invalid) {
			json.put("problems", invalid.getProblems().stream().map(FailureJson::of).toList());
		}
		else if (failure instanceof MigrationFailedException failed) {
			json.put("migration", failed.getMigration());
			json.putAll(place(failed.getPosition()));
			json.put("sqlState", failed.getError().sqlState());
			json.put("applied", failed.getApplied());
		}
		else if (failure instanceof DatabaseException database) {
			json.put("reason", dashed(database.getReason()));
		}
		return json;
	}

	private static Map<String, @Nullable Object> of(PendingMigration migration) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("service", migration.service());
		json.put("label", migration.label());
		json.put("state", dashed(migration.state()));
		json.put("statements", migration.statements());
		return json;
	}

	private static Map<String, @Nullable Object> of(FileProblem problem) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("kind", dashed(problem.kind()));
		json.put("description", problem.description());
		json.putAll(place(problem.position()));
		return json;
	}

	/** As they stand in a failure, and in what status shows. */
	static List<Map<String, @Nullable Object>> of(List<Conflict> conflicts) {
		return conflicts.stream().map(FailureJson::of).toList();
	}

	private static Map<String, @Nullable Object> of(Conflict conflict) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("kind", dashed(conflict.kind()));
		json.put("version", conflict.version());
		json.put("description", conflict.description());
		return json;
	}

	private static Map<String, @Nullable Object> place(@Nullable ScriptPosition position) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("file", (position != null) ? position.file() : null);
		json.put("line", (position != null) ? position.line() : null);
		json.put("column", (position != null) ? position.column() : null);
		return json;
	}

	/** As choices are written in properties. */
	static String dashed(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
