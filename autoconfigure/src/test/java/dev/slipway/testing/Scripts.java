package dev.slipway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder of migrations that a test writes.
 *
 * @param folder the folder
 */
public record Scripts(Path folder) {

	/**
	 * Write a file, or write it anew.
	 * @return this folder
	 */
	public Scripts write(String name, String sql) {
		try {
			Files.createDirectories(this.folder);
			Files.writeString(this.folder.resolve(name), sql);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Remove a file.
	 */
	public void delete(String name) {
		try {
			Files.delete(this.folder.resolve(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the folder as a location.
	 */
	public String location() {
		return "file:" + this.folder;
	}

}
