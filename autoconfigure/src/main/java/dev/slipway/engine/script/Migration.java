package dev.slipway.engine.script;

/**
 * One versioned change.
 *
 * @param version the version
 * @param name what follows the version in the file's name, for example
 * {@code create_users}
 * @param fileName the file's name without its folder
 * @param script the file as read
 * @param checksum the checksum of the script
 */
public record Migration(Version version, String name, String fileName, Script script, String checksum) {

	/**
	 * Return how reports name the migration: its file's name without the ending.
	 */
	public String label() {
		return this.fileName.substring(0, this.fileName.length() - ".sql".length());
	}

}
