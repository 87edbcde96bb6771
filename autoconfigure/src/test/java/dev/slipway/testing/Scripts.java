package dev.slipway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.sql.DataSource;

import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;

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
			Files.createDirectories(this.folder.resolve(name).resolve("..").normalize());
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

	/**
	 * Return the options of the unnamed service.
	 */
	public MigratorOptions options() {
		return options("");
	}

	/**
	 * Return the options of a service.
	 */
	public MigratorOptions options(String service) {
		return MigratorOptions.of(service).withLocations(location());
	}

	/**
	 * Return a migrator of the unnamed service.
	 */
	public Migrator migrator(TestDatabase database) {
		return migrator(database.dataSource());
	}

	/**
	 * Return a migrator of a service.
	 */
	public Migrator migrator(TestDatabase database, String service) {
		return migrator(database.dataSource(), service);
	}

	/**
	 * Return a migrator of the unnamed service.
	 */
	public Migrator migrator(DataSource dataSource) {
		return migrator(dataSource, "");
	}

	/**
	 * Return a migrator of a service.
	 */
	public Migrator migrator(DataSource dataSource, String service) {
		return Migrator.of(dataSource, options(service));
	}

}
