package dev.slipway;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * The migration files of a service cannot be used as they are: a location without files,
 * a file that is no migration, a version that occurs twice, text that is not UTF-8, a
 * string that never ends. All problems of all files are reported at once, and no database
 * was asked or changed.
 */
public final class InvalidMigrationsException extends SlipwayException {

	private static final long serialVersionUID = 1L;

	private static final String UNCHANGED = "\n\nNothing was applied.";

	/** How many problems the message has; each has up to five lines. */
	private static final int MOST = 10;

	private final ArrayList<FileProblem> problems;

	/**
	 * Create an exception for at least one problem.
	 * @param service the name of the service, empty for the unnamed one
	 * @param problems what is wrong, in the order of the files
	 */
	public InvalidMigrationsException(String service, List<FileProblem> problems) {
		this(service, problems, describe(Map.of(service, problems)));
	}

	private InvalidMigrationsException(String service, List<FileProblem> problems, String description) {
		super(service, description + UNCHANGED, null);
		this.problems = new ArrayList<>(problems);
	}

	/**
	 * Put the problems of several services into one exception, named after the first.
	 * @param exceptions at least one exception, each of another service
	 * @return one exception for all of them
	 */
	public static InvalidMigrationsException of(List<InvalidMigrationsException> exceptions) {
		Map<String, List<FileProblem>> services = new LinkedHashMap<>();
		exceptions.forEach((exception) -> services.put(exception.getService(), exception.problems));
		return new InvalidMigrationsException(exceptions.get(0).getService(),
				exceptions.stream().flatMap((exception) -> exception.problems.stream()).toList(), describe(services));
	}

	/**
	 * Return what is wrong.
	 * @return at least one problem, in the order of the files
	 */
	public List<FileProblem> getProblems() {
		return List.copyOf(this.problems);
	}

	private static String describe(Map<String, List<FileProblem>> services) {
		StringBuilder message = new StringBuilder();
		int left = MOST;
		int more = 0;
		for (Map.Entry<String, List<FileProblem>> service : services.entrySet()) {
			List<FileProblem> problems = service.getValue();
			int shown = Math.min(left, problems.size());
			if (shown > 0) {
				message.append(message.isEmpty() ? "" : "\n\n")
					.append(new ServiceName(service.getKey()))
					.append(" cannot use its migration files:");
				problems.subList(0, shown).forEach((problem) -> describe(problem, message));
			}
			left -= shown;
			more += problems.size() - shown;
		}
		if (more > 0) {
			message.append("\n\n  and ").append(more).append((more == 1) ? " more problem" : " more problems");
		}
		return message.toString();
	}

	private static void describe(FileProblem problem, StringBuilder message) {
		message.append("\n\n  - ").append(Printable.line(problem.description()));
		if (problem.position() != null) {
			message.append("\n\n").append(problem.position().excerpt());
		}
	}

	/**
	 * One thing that is wrong with one file or location.
	 *
	 * @param kind the kind of problem
	 * @param description what is wrong and where, one sentence
	 * @param position the exact place, when there is one
	 */
	public record FileProblem(Kind kind, String description,
			@Nullable ScriptPosition position) implements Serializable {

		/**
		 * Create a problem that has no place within a file.
		 * @param kind the kind of problem
		 * @param description what is wrong and where
		 */
		public FileProblem(Kind kind, String description) {
			this(kind, description, null);
		}

	}

	/**
	 * The kinds of problem, one per remedy.
	 */
	public enum Kind {

		/** A location that holds no SQL file. */
		EMPTY_LOCATION,

		/** A SQL file whose name is not that of a migration. */
		NO_MIGRATION,

		/** Two files with one version and different names. */
		DUPLICATE_VERSION,

		/** Two files that nothing tells apart. */
		DUPLICATE_FILE,

		/** A file that undoes a migration which is not there. */
		ORPHANED_UNDO,

		/** A file that asks for something that Slipway does not do. */
		UNSUPPORTED,

		/** A code migration without a version or a name that can be used. */
		INVALID_CODE,

		/** A folder, a FIFO, a socket or a device that has the name of a file to read. */
		NO_REGULAR_FILE,

		/** A file that cannot be read or is not UTF-8, or a folder that cannot be. */
		UNREADABLE,

		/** A script that cannot be split into statements or run in one transaction. */
		SYNTAX

	}

}
