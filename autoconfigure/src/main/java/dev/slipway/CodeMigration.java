package dev.slipway;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A migration that is written in Java, for what SQL cannot do: hash a password, call a
 * library, read a file. It stands in the order of versions with the SQL files, and runs
 * once, in the same transaction and on the same connection as its row in the history
 * table.
 * <p>
 * In an application each bean of this type is one. It is created before the migrations
 * run, and so must neither be given a bean that needs the schema, such as a repository,
 * nor ask the context for one. Elsewhere code migrations are given to
 * {@link Migrator#withCodeMigrations}. A class must stay as long as its version does, as
 * a file must.
 * <p>
 * Slipway calls {@link #migrate} on one thread at a time, of which the class knows
 * nothing else. A run may call it again, after a wait for a lock was lost or the
 * connection was: the database is then as it was before. What is done elsewhere is not
 * taken back.
 */
public interface CodeMigration {

	/**
	 * Return the version, with which the migration stands among the files.
	 * @return digits, in parts that dots separate, for example {@code 7} or
	 * {@code 20260101120000}; no file and no other code of the service has the same
	 */
	String version();

	/**
	 * Return the name, which logs and the history table show beside the version.
	 * @return the name, for example {@code create_administrator}
	 */
	String name();

	/**
	 * Return a text that changes whenever the migration does. A change of a migration
	 * that is applied stops the start, as that of a file does.
	 * @return the text; by default it is empty, so that no change of the code is noticed
	 */
	default String checksum() {
		return "";
	}

	/**
	 * Return the service that the migration belongs to.
	 * @return the name of the service, empty for the unnamed one; {@code null}, the
	 * default, for the only one of the application
	 */
	default @Nullable String service() {
		return null;
	}

	/**
	 * Change the database.
	 * @param jdbc the only connection to use: it is the one of the transaction. What it
	 * is told to commit, to roll back or to begin is refused, and it cannot be used after
	 * this method has returned
	 * @throws Exception to roll back what was done and to end the run
	 */
	void migrate(JdbcClient jdbc) throws Exception;

}
