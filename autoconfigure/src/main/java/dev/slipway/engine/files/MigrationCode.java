package dev.slipway.engine.files;

import dev.slipway.CodeMigration;

import org.springframework.util.ClassUtils;

/**
 * The code of a migration that is no file.
 *
 * @param className the name of its class, as it stands in the source
 * @param checksum what the history keeps of it
 * @param migration what runs
 */
public record MigrationCode(String className, String checksum, CodeMigration migration) {

	/** No file has such a checksum: those are hexadecimal digits. */
	private static final String MARK = "code";

	/**
	 * Return the code of a migration, which is asked for its checksum once.
	 */
	static MigrationCode of(CodeMigration migration) {
		String checksum = migration.checksum();
		return new MigrationCode(className(migration), checksum.isEmpty() ? MARK : MARK + ":" + checksum, migration);
	}

	static String className(CodeMigration migration) {
		return ClassUtils.getUserClass(migration).getName();
	}

	/**
	 * Return whether a checksum of the history is that of code.
	 */
	public static boolean isChecksum(String checksum) {
		return checksum.equals(MARK) || checksum.startsWith(MARK + ":");
	}

}
