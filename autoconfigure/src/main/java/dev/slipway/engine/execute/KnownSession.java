package dev.slipway.engine.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Pipeline;
import dev.slipway.engine.postgres.Quote;
import org.jspecify.annotations.Nullable;

/**
 * What the session has to which each of many files is to bring it back: asked for once
 * instead of before each of them. Only where no pooler lends another session to the next
 * transaction.
 * <p>
 * Most of what it costs to bring a session back is to list all settings with their
 * source. So that is done only where the value of a setting is not the one that is known,
 * and after the last such file: until then, a file may have set a setting to the value
 * that it had.
 *
 * @param pid the process of the session
 * @param settings SQL expressions that put back what it has set, but for the search path
 * @param channels statements that let it listen to what it listens to
 * @param searchPath PL/pgSQL that puts back its search path
 * @param names the names of the settings that a script can change and that are not set
 * before each, as the text of an array
 * @param digest the digest of their values
 */
record KnownSession(int pid, String settings, String channels, String searchPath, String names, String digest) {

	/**
	 * How many files it pays for. What is not sent with so many of them is what one round
	 * trip holds, as much as is spent for the question.
	 */
	static final int FEWEST = 75;

	/**
	 * Ask a session, where that pays.
	 * @param connection a connection in autocommit mode, without a transaction
	 * @param pending the migrations that are about to run
	 * @param own the names of the settings that are set before each script
	 * @return what it has; {@code null} where each file must ask
	 */
	static @Nullable KnownSession of(Connection connection, List<Migration> pending, Collection<String> own)
			throws SQLException {
		int files = 0;
		for (Migration migration : pending) {
			files += (migration.code() == null && !migration.script().parsed().codeFree()) ? 1 : 0;
		}
		return (files < FEWEST) ? null : of(connection, own);
	}

	private static @Nullable KnownSession of(Connection connection, Collection<String> own) throws SQLException {
		try (Statement statement = OwnTransaction.statement(connection)) {
			try (ResultSet row = statement.executeQuery(SessionSql.known(own))) {
				return row.next() ? new KnownSession(row.getInt(1), row.getString(2), row.getString(3),
						row.getString(4), row.getString(5), row.getString(6)) : null;
			}
		}
		catch (RuntimeException | Error ex) {
			Pipeline.abort(connection, ex);
			throw ex;
		}
	}

	/**
	 * Return the query that puts back what the session has set, and tells as
	 * {@code digest} what all settings are then. In any search path.
	 */
	String restorationOfSettings() {
		return "select pg_catalog.pg_advisory_unlock_all(), pg_catalog.concat(" + this.settings + "), (select "
				+ SessionSql.digest(Quote.literal(this.names) + "::pg_catalog.text[]") + ") digest";
	}

	/**
	 * Return the statements that put the session back after a script, but for the search
	 * path.
	 * @param prepared the name of the prepared statement that is
	 * {@link #restorationOfSettings}
	 * @param key what its name and those of others of Slipway's own end with
	 * @param digests the SHA-256 of what they were prepared with, in hexadecimal digits
	 * @param whole whether settings are reset whatever their values
	 */
	String restoration(String prepared, String key, Collection<String> digests, boolean whole) {
		String restoration = "execute 'execute " + prepared + "' into item;\n";
		return SessionSql.RESET_ROLE + """
				execute 'close all';
				unlisten *;
				for item in select name from pg_prepared_statements
				where from_sql and (prepare_time >= transaction_timestamp() or name like '%%%s')
				and encode(sha256(convert_to(statement, 'UTF8')), 'hex') <> all ('{%s}') loop
				execute format('deallocate %%I', item.name);
				end loop;
				""".formatted(key, String.join(",", digests))
				+ (whole ? SessionSql.RESET_SETTINGS + restoration
						: restoration + "if item.digest is distinct from '" + this.digest + "' then\n"
								+ SessionSql.RESET_SETTINGS + restoration + "end if;\n")
				+ "discard temp;\n" + this.channels + "\n";
	}

	/** Return the statement that puts the session back after a rollback. */
	String restorationAfterRollback() {
		return Quote.block("", SessionSql.RESET_ROLE + SessionSql.RESET_SETTINGS + "perform " + this.settings + ";\n"
				+ this.searchPath + "\n");
	}

}
