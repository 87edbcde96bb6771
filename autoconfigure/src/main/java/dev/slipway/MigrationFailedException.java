package dev.slipway;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * A migration's script or code failed. Its transaction was rolled back, or, when the
 * script does not run in one, its finished statements stay; what had been applied before
 * it in the same run stays applied and recorded, so that the next start goes on with the
 * corrected file.
 */
public final class MigrationFailedException extends SlipwayException {

	private static final long serialVersionUID = 1L;

	private static final String UNDO = "The undo of ";

	private final boolean undo;

	private final String migration;

	private final @Nullable ScriptPosition position;

	private final @Nullable String className;

	private final ServerError error;

	private final ArrayList<String> applied;

	private final @Nullable Progress progress;

	private final @Nullable Contention contention;

	/**
	 * Create an exception for a script that was rolled back.
	 * @param service the name of the service, empty for the unnamed one
	 * @param migration the file that failed, without its folder
	 * @param position the place of the statement, or of the error in it
	 * @param error what PostgreSQL said
	 * @param applied the migrations that this run had applied before, in their order
	 * @param cause the driver's exception
	 */
	public MigrationFailedException(String service, String migration, ScriptPosition position, ServerError error,
			List<String> applied, @Nullable Throwable cause) {
		this(service, migration, position, error, null, applied, null, null, cause);
	}

	/**
	 * Create an exception.
	 * @param service the name of the service, empty for the unnamed one
	 * @param migration the file that failed, without its folder
	 * @param position the place of the statement, or of the error in it
	 * @param error what PostgreSQL said
	 * @param advice what to do about the error, one sentence; {@code null} when the error
	 * says enough
	 * @param applied the migrations that this run had applied before, in their order
	 * @param progress what stays of the script; {@code null} when it was rolled back in
	 * full
	 * @param contention how often it was tried; {@code null} when it was not a wait for a
	 * lock that was lost
	 * @param cause the driver's exception
	 */
	public MigrationFailedException(String service, String migration, ScriptPosition position, ServerError error,
			@Nullable String advice, List<String> applied, @Nullable Progress progress, @Nullable Contention contention,
			@Nullable Throwable cause) {
		this(service, migration, position, null,
				failed(service, migration, position)
						+ describe(migration, error, advice, applied, progress, contention),
				error, applied, progress, contention, cause);
	}

	private MigrationFailedException(String service, String migration, @Nullable ScriptPosition position,
			@Nullable String className, String message, ServerError error, List<String> applied,
			@Nullable Progress progress, @Nullable Contention contention, @Nullable Throwable cause) {
		super(service, message, cause);
		this.undo = message.startsWith(UNDO);
		this.migration = migration;
		this.position = position;
		this.className = className;
		this.error = error;
		this.applied = new ArrayList<>(applied);
		this.progress = progress;
		this.contention = contention;
	}

	/**
	 * Create an exception for a code migration, which was rolled back in full.
	 * @param service the name of the service, empty for the unnamed one
	 * @param migration the version and the name of the migration
	 * @param className the name of its class
	 * @param place the line of the class that failed, for example
	 * {@code CreateAdministrator.java:27}; {@code null} when it cannot be told
	 * @param error what PostgreSQL said, or else the message of what the code has thrown
	 * @param applied the migrations that this run had applied before, in their order
	 * @param contention how often it was tried; {@code null} when it was not a wait for a
	 * lock that was lost
	 * @param cause what the code has thrown
	 * @return the exception
	 */
	public static MigrationFailedException ofCode(String service, String migration, String className,
			@Nullable String place, ServerError error, List<String> applied, @Nullable Contention contention,
			@Nullable Throwable cause) {
		String message = "Migration " + name(service, migration) + " failed in " + Printable.line(className)
				+ ((place != null) ? " (" + Printable.line(place) + ")" : "") + ":\n\n"
				+ describe(migration, error, null, applied, null, contention);
		return new MigrationFailedException(service, migration, null, className, message, error, applied, null,
				contention, cause);
	}

	/**
	 * Create an exception for the script that undoes a migration.
	 * @param service the name of the service, empty for the unnamed one
	 * @param migration the label of the migration
	 * @param position the place of the statement, or of the error in it
	 * @param error what PostgreSQL said
	 * @param advice what to do about the error, one sentence; {@code null} when the error
	 * says enough
	 * @param undone the migrations that this run had undone before, in that order
	 * @param progress what stays of the undo script; {@code null} when it was rolled back
	 * in full
	 * @param contention how often it was tried; {@code null} when it was not a wait for a
	 * lock that was lost
	 * @param cause the driver's exception
	 * @return the exception
	 */
	public static MigrationFailedException ofUndo(String service, String migration, ScriptPosition position,
			ServerError error, @Nullable String advice, List<String> undone, @Nullable Progress progress,
			@Nullable Contention contention, @Nullable Throwable cause) {
		String name = name(service, migration);
		String message = UNDO + name + " failed in " + Printable.line(position.file()) + " at line " + position.line()
				+ ", column " + position.column() + ":\n\n" + position.excerpt() + "\n" + error + "\n"
				+ ((advice != null) ? advice + "\n" : "") + ((contention != null) ? contention.describe() + "\n" : "")
				+ "Undone in this run: " + (undone.isEmpty() ? "none" : list(undone)) + ". "
				+ ((progress != null && progress.statements() > 0) ? progress.describeUndo(name)
						: name + " stays applied as a whole.");
		return new MigrationFailedException(service, migration, position, null, message, error, List.of(), progress,
				contention, cause);
	}

	/**
	 * Return the migration that failed.
	 * @return the name of its file without the folder; the version and the name of a code
	 * migration
	 */
	public String getMigration() {
		return this.migration;
	}

	/**
	 * Return whether the script that failed undoes the migration.
	 * @return false when it applies it
	 */
	public boolean isUndo() {
		return this.undo;
	}

	/**
	 * Return where it failed.
	 * @return the place of the error, or of the statement when the server named no place;
	 * {@code null} for a code migration
	 */
	public @Nullable ScriptPosition getPosition() {
		return this.position;
	}

	/**
	 * Return the class of the code migration that failed.
	 * @return the name of the class; {@code null} for a file
	 */
	public @Nullable String getClassName() {
		return this.className;
	}

	/**
	 * Return what PostgreSQL said.
	 * @return the error; without a SQLSTATE when it was none of PostgreSQL's
	 */
	public ServerError getError() {
		return this.error;
	}

	/**
	 * Return what the run had applied before it failed.
	 * @return the migrations in their order, possibly none
	 */
	public List<String> getApplied() {
		return List.copyOf(this.applied);
	}

	/**
	 * Return what stays of the script.
	 * @return its finished statements; {@code null} when it was rolled back in full
	 */
	public @Nullable Progress getProgress() {
		return this.progress;
	}

	/**
	 * Return who was in the way.
	 * @return how often the migration was tried; {@code null} when it was not a wait for
	 * a lock, a deadlock or a serialization conflict that was lost
	 */
	public @Nullable Contention getContention() {
		return this.contention;
	}

	private static String name(String service, String migration) {
		return Printable.line(service.isEmpty() ? migration : service + " " + migration);
	}

	private static String failed(String service, String migration, ScriptPosition position) {
		// A callback that runs in the transaction of a migration is another file.
		String where = position.file().endsWith(migration) ? "" : " in " + Printable.line(position.file());
		return "Migration " + name(service, migration) + " failed" + where + " at line " + position.line() + ", column "
				+ position.column() + ":\n\n" + position.excerpt() + "\n";
	}

	private static String describe(String migration, ServerError error, @Nullable String advice, List<String> applied,
			@Nullable Progress progress, @Nullable Contention contention) {
		String stem = Printable.line(stem(migration));
		return error + "\n" + ((advice != null) ? advice + "\n" : "")
				+ ((contention != null) ? contention.describe() + "\n" : "") + "Applied in this run: "
				+ (applied.isEmpty() ? "none" : list(applied)) + ". "
				+ ((progress != null) ? progress.describe(stem) : stem + " was rolled back in full.");
	}

	private static String stem(String file) {
		return file.endsWith(".sql") ? file.substring(0, file.length() - 4) : file;
	}

	/**
	 * The finished statements of a script that does not run in one transaction.
	 *
	 * @param statements how many there are
	 * @param firstLine the line on which the first one begins; 0 when the file cannot be
	 * read any more
	 * @param lastLine the line on which the last one begins; 0 likewise
	 * @param recorded whether the next start goes on behind them; otherwise it begins
	 * with the first one, as with each callback
	 */
	public record Progress(int statements, int firstLine, int lastLine, boolean recorded) implements Serializable {

		private String describe(String migration) {
			if (this.statements == 0) {
				return "Nothing of " + migration + " stays applied; the next start begins with its first statement.";
			}
			boolean one = this.statements == 1;
			return (one ? "Statement 1" : "Statements 1 to " + this.statements) + " of " + migration + lines()
					+ (one ? "stays" : "stay") + " applied; " + migration
					+ (this.recorded ? " goes on with statement " + (this.statements + 1) : " begins with statement 1")
					+ " at the next start.";
		}

		private String describeUndo(String migration) {
			boolean one = this.statements == 1;
			return (one ? "Statement 1" : "Statements 1 to " + this.statements) + " of it" + lines()
					+ (one ? "stays" : "stay") + " done: " + migration
					+ " is undone in part, and nothing is applied before undo has gone on with statement "
					+ (this.statements + 1) + ".";
		}

		private String lines() {
			if (this.lastLine == 0) {
				return " ";
			}
			return (this.firstLine == this.lastLine) ? " (line " + this.firstLine + ") "
					: " (lines " + this.firstLine + " to " + this.lastLine + ") ";
		}

	}

	/**
	 * How often a migration was tried that others kept from a lock.
	 *
	 * @param tries how often, at least once
	 * @param blockers who was last seen in the way, one description per session; empty
	 * when nobody was seen
	 */
	public record Contention(int tries, List<String> blockers) implements Serializable {

		/**
		 * Create a contention.
		 */
		public Contention {
			blockers = List.copyOf(blockers);
		}

		/**
		 * Return the sentences that say so.
		 * @return the text, on a line for each session
		 */
		public String describe() {
			String tried = "Tried " + ((this.tries == 1) ? "once" : this.tries + " times") + ".";
			return this.blockers.isEmpty() ? tried : tried + " In the way: " + Listing.ofLines(this.blockers) + ".";
		}

	}

}
