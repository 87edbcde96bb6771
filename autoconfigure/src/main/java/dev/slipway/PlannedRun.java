package dev.slipway;

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What a run would do to a service's database, as its files and its history are at one
 * moment. Immutable; the files are read again when somebody asks for their statements.
 *
 * @param service the name of the service, empty for the unnamed one
 * @param historyTable the history table, qualified and quoted
 * @param createsHistoryTable whether the run would create it
 * @param version the newest version that is applied; {@code null} when there is none
 * @param scripts what would run, in this order; empty when nothing is pending and no
 * callback runs
 * @param aboveTarget what would stay pending, since it is above the version to stop at,
 * by the files' names
 * @param renumbered applied migrations whose files have other versions now, which the run
 * would record, by both versions and names
 */
public record PlannedRun(String service, String historyTable, boolean createsHistoryTable, @Nullable String version,
		List<Script> scripts, List<String> aboveTarget, List<String> renumbered) {

	/**
	 * Create a planned run.
	 */
	public PlannedRun {
		scripts = List.copyOf(scripts);
		aboveTarget = List.copyOf(aboveTarget);
		renumbered = List.copyOf(renumbered);
	}

	/**
	 * Return how many migrations would be applied, or gone on with.
	 */
	public int migrations() {
		int migrations = 0;
		for (Script script : this.scripts) {
			migrations += (script.kind() == Kind.CALLBACK) ? 0 : 1;
		}
		return migrations;
	}

	/**
	 * A file that would run.
	 */
	public interface Script {

		/**
		 * Return what it is.
		 */
		Kind kind();

		/**
		 * Return its name without the ending.
		 */
		String label();

		/**
		 * Return where it is, or the class of a code migration.
		 */
		String file();

		/**
		 * Return which batch it belongs to, counted from 1: the migrations of one that
		 * run in a transaction each are sent together.
		 */
		int batch();

		/**
		 * Return whether it runs in one transaction; otherwise it runs statement by
		 * statement.
		 */
		boolean transactional();

		/**
		 * Return why not.
		 * @return one clause; empty when it runs in one transaction, or when it was begun
		 * statement by statement and goes on so
		 */
		String reason();

		/**
		 * Return the migration in whose transaction it runs.
		 * @return the name of its file without the ending; {@code null} unless it is a
		 * callback of each migration, and in one transaction with it
		 */
		@Nullable String within();

		/**
		 * Return how many of its statements are finished, and not run again: zero unless
		 * it was begun statement by statement.
		 */
		int finished();

		/**
		 * Read the statements that would be sent, one at a time, so that a file may be
		 * larger than memory. A code migration has none that are known.
		 * @param target takes them in their order
		 * @throws java.io.UncheckedIOException if the file cannot be read
		 */
		void forEachStatement(Consumer<? super Statement> target);

	}

	/**
	 * A statement that would be sent.
	 *
	 * @param place the file and the line on which it begins
	 * @param sql its text, with the names of placeholders in the place of their values,
	 * which may be secrets
	 * @param hasData whether data of the file follow it, as they do after COPY
	 */
	public record Statement(String place, String sql, boolean hasData) {
	}

	/**
	 * What a script is.
	 */
	public enum Kind {

		/** A file that is recorded. */
		MIGRATION,

		/** A migration that is no file. */
		CODE,

		/** A file that runs at its moment each time. */
		CALLBACK

	}

}
