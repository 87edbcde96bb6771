package dev.slipway.engine.error;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A migration's script failed. Its transaction was rolled back; what had been applied
 * before it in the same run stays applied and recorded, so that the next start goes on
 * with the mended file.
 */
public final class MigrationFailedException extends SlipwayException {

	private static final long serialVersionUID = 1L;

	private final String migration;

	private final ScriptPosition position;

	private final ServerError error;

	private final ArrayList<String> applied;

	/**
	 * Create an exception.
	 * @param service the name of the service, empty for the unnamed one
	 * @param migration the file that failed, without its folder
	 * @param position the place of the statement, or of the error in it
	 * @param error what PostgreSQL said
	 * @param applied the migrations that this run had applied before, in their order
	 * @param cause the driver's exception
	 */
	public MigrationFailedException(String service, String migration, ScriptPosition position, ServerError error,
			List<String> applied, @Nullable Throwable cause) {
		super(service, describe(service, migration, position, error, applied), cause);
		this.migration = migration;
		this.position = position;
		this.error = error;
		this.applied = new ArrayList<>(applied);
	}

	/**
	 * Return the file that failed.
	 * @return its name without the folder
	 */
	public String getMigration() {
		return this.migration;
	}

	/**
	 * Return where it failed.
	 * @return the place of the error, or of the statement when the server named no place
	 */
	public ScriptPosition getPosition() {
		return this.position;
	}

	/**
	 * Return what PostgreSQL said.
	 * @return the error
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

	private static String describe(String service, String migration, ScriptPosition position, ServerError error,
			List<String> applied) {
		String name = service.isEmpty() ? migration : service + " " + migration;
		return "Migration " + name + " failed at line " + position.line() + ", column " + position.column() + ":\n\n"
				+ position.excerpt() + "\n" + error + "\n" + "Applied in this run: "
				+ (applied.isEmpty() ? "none" : String.join(", ", applied)) + ". " + stem(migration)
				+ " was rolled back in full.";
	}

	private static String stem(String file) {
		return file.endsWith(".sql") ? file.substring(0, file.length() - 4) : file;
	}

}
