package dev.slipway.engine.report;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigrationFailedException;
import dev.slipway.MigrationFailedException.Contention;
import dev.slipway.MigrationFailedException.Progress;
import dev.slipway.ServerError;
import dev.slipway.SlipwayException;
import dev.slipway.engine.execute.Outcome;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.Undo;
import dev.slipway.engine.history.AppliedInRun;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.postgres.MissingGrants;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.ScriptStatements;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.Secrets;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Says what stopped a run, and what is true then.
 *
 * @param service the name of the service, empty for the unnamed one
 * @param applied tells what the run had applied
 * @param secrets what must not be shown of the files
 */
public record FailureReport(String service, AppliedInRun applied, Secrets secrets) {

	private static final LineLog logger = LineLog.ofRuns();

	/**
	 * Return what ends a run after a failed batch.
	 * @param failure a refusal, or a script that failed
	 * @param history the history as it was read afterwards: only it tells what was
	 * applied
	 * @param contention how often it was tried, and who was in the way; {@code null} when
	 * it was not a question of that
	 */
	public SlipwayException of(Outcome failure, History history, @Nullable Contention contention) {
		return of(failure, history, contention, List.of());
	}

	/**
	 * Return what ends a run after a failed batch.
	 * @param failure a refusal, or a script that failed
	 * @param history the history as it was read afterwards
	 * @param contention how often it was tried, if it was
	 * @param grants the statements that grant what is missing on the history table; empty
	 * when that cannot be told, or when something else is missing
	 */
	public SlipwayException of(Outcome failure, History history, @Nullable Contention contention, List<String> grants) {
		if (failure instanceof Outcome.Refused refused) {
			return new DatabaseException(this.service, refused.reason(),
					Printable.line(refused.what()) + ".\n\n" + error(refused.cause()) + "\n\n"
							+ ((contention != null) ? contention.describe() + "\n\n" : "")
							+ MissingGrants.sentence(grants) + this.applied.sentence(history),
					this.secrets.mask(refused.cause()));
		}
		Outcome.Failed failed = (Outcome.Failed) failure;
		if (failed.position() == null) {
			String className = failed.executable().script().path();
			return MigrationFailedException.ofCode(this.service, failed.executable().fileName(), className,
					place(className, failed.cause()), this.secrets.mask(failed.error()), this.applied.labels(history),
					contention, this.secrets.mask(failed.cause()));
		}
		Progress progress = history.unfinished(failed.executable())
			.map((row) -> progress(failed.executable().script(), row.statements(), true))
			.orElse((failed.committed() != null) ? progress(failed.executable().script(), failed.committed(), false)
					: null);
		if (failed.executable() instanceof Undo undo) {
			return MigrationFailedException.ofUndo(this.service, undo.migration(), failed.position(), failed.error(),
					failed.advice(), this.applied.labels(history), progress, contention,
					this.secrets.mask(failed.cause()));
		}
		return new MigrationFailedException(this.service, failed.executable().fileName(), failed.position(),
				failed.error(), failed.advice(), this.applied.labels(history), progress, contention,
				this.secrets.mask(failed.cause()));
	}

	/** The line of the class, or of one within it, that failed. */
	private static @Nullable String place(String className, Throwable cause) {
		for (Throwable each = cause; each != null; each = each.getCause()) {
			for (StackTraceElement element : each.getStackTrace()) {
				boolean own = element.getClassName().equals(className)
						|| element.getClassName().startsWith(className + "$");
				if (own && element.getFileName() != null && element.getLineNumber() > 0) {
					return element.getFileName() + ":" + element.getLineNumber();
				}
			}
		}
		return null;
	}

	/** Say what was lost and will be tried again. */
	public String describe(Outcome.Contended contended, History history) {
		ServerError error = (contended.unretried() instanceof Outcome.Failed failed) ? failed.error()
				: error(contended.cause());
		String said = " (" + error.sqlState() + ": " + error.message() + ").";
		if (contended.unretried() instanceof Outcome.Failed failed) {
			String label = "'" + failed.executable().label() + "'"
					+ ((failed.position() != null) ? " at " + failed.position() : "");
			return (history.unfinished(failed.executable()).isPresent() ? "a statement of " + label + " failed"
					: label + " was rolled back") + said;
		}
		return ((contended.unretried() instanceof Outcome.Refused refused) ? refused.what() : "a statement was refused")
				+ said;
	}

	/** What was said of a failure, as a person may read it. */
	public ServerError error(Exception cause) {
		return this.secrets.mask(ServerError.of(cause));
	}

	/** For the log: what was printable on several lines. */
	public static String onOneLine(@Nullable Object text) {
		return String.valueOf(text).replaceAll("\\s*\\n\\s*", " ");
	}

	private static Progress progress(Script script, int statements, boolean recorded) {
		int first = 0;
		int last = 0;
		try (ScriptStatements source = script.open()) {
			for (int i = 0; i < statements; i++) {
				SqlStatement next = source.next();
				if (next == null) {
					break;
				}
				last = script.line(source);
				first = (i == 0) ? last : first;
			}
		}
		catch (IOException ex) {
			// What failed is more important than the lines, which are left out then.
			return new Progress(statements, 0, 0, recorded);
		}
		return new Progress(statements, first, last, recorded);
	}

	/**
	 * Say that another process has the lock.
	 * @param holder who that is, empty when it cannot be seen
	 */
	public DatabaseException waitTimeout(Duration limit, String holder, History history) {
		return new DatabaseException(this.service, Reason.WAIT_TIMEOUT,
				"another process is migrating, and this one has waited for it for "
						+ ((limit.toSeconds() > 0) ? limit.toSeconds() + " s" : limit.toMillis() + " ms") + ".\n\n"
						+ (holder.isEmpty() ? "" : holder + ".\n\n") + this.applied.sentence(history),
				null);
	}

	/**
	 * Say that tries come to nothing.
	 * @param tries how many
	 * @param history the history, which is the same after each of them
	 */
	public DatabaseException noProgress(int tries, History history) {
		List<HistoryRow> rows = history.unfinished().isEmpty() ? history.rows() : history.unfinished();
		String last = rows.isEmpty() ? "It has no row."
				: "The row " + (history.unfinished().isEmpty() ? "that was written last" : "that is not finished")
						+ " is " + describe(rows.get(rows.size() - 1)) + ".";
		return new DatabaseException(this.service, Reason.NO_PROGRESS, tries
				+ " tries in a row have changed nothing: the history and what is pending are the same after each. "
				+ last + "\n\n" + this.applied.sentence(history), null);
	}

	private static String describe(HistoryRow row) {
		return "id " + row.id() + ", version " + row.version() + ", name '" + row.name() + "', state "
				+ row.state().name().toLowerCase(Locale.ROOT) + ", " + row.statements() + " statements, run_id "
				+ row.runId();
	}

	public DatabaseException interrupted(History history, InterruptedException cause) {
		return stopped("the run was interrupted while nothing of it was running.\n\n" + this.applied.sentence(history),
				cause);
	}

	/**
	 * Say that the run has ended between two files because another one has failed.
	 * @param service the service that has failed
	 * @param next what would have been next
	 */
	public DatabaseException endedAfterFailureOf(String service, Migration next, History history) {
		String begun = begun(history.unfinished());
		return stopped(
				"the run ended before '" + Printable.line(next.label()) + "', because " + new ServiceName(service)
						+ " has failed.\n\n" + this.applied.sentence(history) + (begun.isEmpty() ? "" : " " + begun),
				null);
	}

	/**
	 * Say that a statement of a script was cancelled because the run was interrupted.
	 */
	public DatabaseException cancelled(Outcome.Failed failed, History history) {
		String begun = begun(history.unfinished());
		return stopped("the run was interrupted: '" + Printable.line(failed.executable().label()) + "' was cancelled"
				+ ((failed.position() != null) ? " at " + failed.position() : "")
				+ (begun.isEmpty() && failed.committed() == null ? " and rolled back in full" : "") + ".\n\n"
				+ this.applied.sentence(history) + (begun.isEmpty() ? "" : " " + begun), failed.cause());
	}

	/**
	 * Say that a statement of Slipway's own was cancelled because the run was
	 * interrupted. Where files are short, it is mostly one of these.
	 * @param cause what the driver said of it; {@code null} when the interrupt was seen
	 * between two statements
	 */
	public DatabaseException interruptedBetweenStatements(@Nullable Exception cause, History history) {
		String begun = begun(history.unfinished());
		return stopped("the run was interrupted, and what was not finished was rolled back.\n\n"
				+ this.applied.sentence(history) + (begun.isEmpty() ? "" : " " + begun), cause);
	}

	/** Said at once: who ends a process does not always wait for its last words. */
	private DatabaseException stopped(String what, @Nullable Exception cause) {
		DatabaseException stopped = new DatabaseException(this.service, Reason.INTERRUPTED, what, masked(cause));
		logger.warn(onOneLine(stopped.getMessage())
				+ (this.applied.isUndo() ? " The next undo goes on" : " The next start goes on by itself"));
		return stopped;
	}

	private @Nullable Throwable masked(@Nullable Exception cause) {
		return (cause != null) ? this.secrets.mask(cause) : null;
	}

	/** Where a connection was lost. */
	public static String near(Outcome.ConnectionLost lost) {
		return (lost.label() != null) ? " while '" + Printable.line(lost.label()) + "' was running or near it" : "";
	}

	/**
	 * The server may go on with what it had received.
	 * @param history the history as another connection has read it; {@code null} when
	 * none could
	 */
	public DatabaseException connectionLost(Outcome.ConnectionLost lost, @Nullable History history) {
		return connectionLost(lost, history, "and each file is applied as a whole or not at all.");
	}

	/**
	 * Say that a connection was lost while a callback ran statement by statement.
	 * @param label the label of the callback
	 */
	public DatabaseException connectionLostInCallback(Outcome.ConnectionLost lost, History history, String label) {
		return connectionLost(lost, history, "and so does what '" + Printable.line(label)
				+ "' has committed, which does not run in one transaction. It begins with statement 1 at the next start.");
	}

	private DatabaseException connectionLost(Outcome.ConnectionLost lost, @Nullable History history, String whole) {
		if (this.applied.isUndo()) {
			return undoLost(lost, history);
		}
		String known = (history != null) ? "Recorded so far in this run: " + this.applied.list(history) + ". " : "";
		String begun = (history != null) ? begun(history.unfinished()) : "";
		return new DatabaseException(this.service, Reason.UNREACHABLE, "the connection to the database was lost"
				+ near(lost) + ".\n\n" + this.secrets.mask(lost.error()) + "\n\n" + known
				+ (begun.isEmpty() ? "What is recorded stays applied, " + whole
						: "What is recorded stays applied. " + begun)
				+ " The server may still be finishing what it had received; the next start waits for it and goes on.",
				masked(lost.cause()));
	}

	private DatabaseException undoLost(Outcome.ConnectionLost lost, @Nullable History history) {
		return new DatabaseException(this.service, Reason.UNREACHABLE, "the connection to the database was lost"
				+ near(lost) + ".\n\n" + this.secrets.mask(lost.error()) + "\n\n"
				+ ((history != null) ? this.applied.sentence(history) + " " : "")
				+ "The server may still be finishing what it had received; the next undo waits for it and goes on.",
				masked(lost.cause()));
	}

	private String begun(List<HistoryRow> rows) {
		Optional<HistoryRow> own = rows.stream().filter((row) -> this.applied.runId().equals(row.runId())).findFirst();
		return own.map((row) -> (row.isBeingUndone() ? "Of the undo of " : "Of ")
				+ Printable.line(this.applied.applied(row).label()) + ", which does not run in one transaction, "
				+ ((row.statements() == 1) ? "1 statement is" : row.statements() + " statements are") + " finished.")
			.orElse("");
	}

}
