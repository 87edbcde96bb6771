package dev.slipway.engine.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import dev.slipway.ServerError;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationCode;
import dev.slipway.engine.postgres.Pipeline;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.sql.SettingStatement;
import dev.slipway.engine.text.Redaction;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Runs the code of a migration in the transaction that is open, and tells what came of
 * it. Whoever runs it ends the transaction.
 */
final class CodeRun {

	private static final int DEEPEST_CAUSE = 20;

	private final Connection connection;

	private final Pipeline pipeline;

	private final Migration migration;

	private final GuardedConnection guarded;

	/** What the code's own settings were, which PostgreSQL lists nowhere. */
	private final Map<String, String> customSettings = new LinkedHashMap<>();

	CodeRun(Connection connection, Pipeline pipeline, Migration migration) {
		this.connection = connection;
		this.pipeline = pipeline;
		this.migration = migration;
		this.guarded = new GuardedConnection(connection, this::rememberCustomSettings);
	}

	/**
	 * Run the code.
	 * @return what failed, {@code null} when nothing did
	 * @throws SQLException if the connection cannot be made fit for it
	 */
	@Nullable Failure run(MigrationCode code) throws SQLException {
		PGConnection driver = this.connection.unwrap(PGConnection.class);
		int threshold = driver.getPrepareThreshold();
		// Behind a pooler, nobody would find what is prepared on the server.
		driver.setPrepareThreshold(0);
		this.pipeline.giveTransactionToJdbc();
		try {
			code.migration().migrate(JdbcClient.create(new SingleConnectionDataSource(this.guarded.guarded(), false)));
			restoreCustomSettings();
			return state(null);
		}
		catch (VirtualMachineError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			return state(ex);
		}
		finally {
			this.guarded.end();
			driver.setPrepareThreshold(threshold);
		}
	}

	/** What the code has thrown matters less than what has become of the transaction. */
	private @Nullable Failure state(@Nullable Throwable thrown) {
		SQLException said = said(thrown);
		if (said == null && !this.pipeline.isInTransaction()) {
			said = this.guarded.failure();
		}
		if (thrown == null && this.pipeline.isInTransaction()) {
			return null;
		}
		return new Failure(thrown, said, this.pipeline.isIdle());
	}

	private static @Nullable SQLException said(@Nullable Throwable thrown) {
		Throwable cause = thrown;
		for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
			if (cause instanceof SQLException sql) {
				return sql;
			}
			cause = cause.getCause();
		}
		return null;
	}

	private void rememberCustomSettings(String sql) {
		for (String name : SettingStatement.customNames(sql)) {
			if (this.pipeline.isInTransaction() && !this.customSettings.containsKey(name)) {
				this.customSettings.put(name, setting("select pg_catalog.current_setting(?, true)", name));
			}
		}
	}

	private void restoreCustomSettings() {
		if (this.pipeline.isInTransaction()) {
			this.customSettings
				.forEach((name, value) -> setting("select pg_catalog.set_config(?, ?, false)", name, value));
		}
	}

	/** A setting that was never set is as good as an empty one. */
	private String setting(String sql, String... parameters) {
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			for (int i = 0; i < parameters.length; i++) {
				statement.setString(i + 1, parameters[i]);
			}
			try (ResultSet row = statement.executeQuery()) {
				String value = row.next() ? row.getString(1) : null;
				return (value != null) ? value : "";
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Code that failed.
	 *
	 * @param thrown what it has thrown; {@code null} when it has hidden a failure
	 * @param said what the driver said of it, if it did
	 * @param ended whether the code has ended the transaction
	 */
	record Failure(@Nullable Throwable thrown, @Nullable SQLException said, boolean ended) {

		/** Return whether the run was interrupted, and the code has noticed. */
		boolean isInterrupt() {
			return this.thrown instanceof InterruptedException || Thread.currentThread().isInterrupted();
		}

		/** Return what to report as the cause. */
		Exception cause() {
			if (this.thrown == null) {
				return (this.said != null) ? this.said
						: new IllegalStateException("the code has left its transaction in a state of failure");
			}
			return (this.thrown instanceof Exception exception) ? exception : new ExecutionException(this.thrown);
		}

		/** Return what was said: by the server if it was, else by the code. */
		ServerError error() {
			if (this.said != null) {
				return ServerError.of(this.said);
			}
			String message = String.valueOf((this.thrown != null) ? this.thrown : cause().getMessage());
			return new ServerError("ERROR", Redaction.mask(message), "no SQLSTATE", null, null, null, 0);
		}

		/** Return whether the same may succeed when it is tried again. */
		boolean isRetriable() {
			return this.said != null && SqlState.isRetriable(this.said);
		}

	}

}
