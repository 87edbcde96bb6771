package dev.slipway.engine.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigratorOptions;
import dev.slipway.ServerError;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.postgres.ConnectionPool;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.ServerQuery;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Redaction;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * An empty database beside that of a DataSource, on the same server and with the same
 * user, encoding and locale. It is dropped when it is closed. It has the schemas that the
 * options name, but no extensions: these are what the migrations make.
 */
public final class ScratchDatabase implements AutoCloseable {

	private static final LineLog logger = LineLog.ofRuns();

	private static final String LOCALE = """
			select pg_catalog.format(' encoding %L lc_collate %L lc_ctype %L', pg_catalog.pg_encoding_to_char(encoding),
			datcollate, datctype) from pg_catalog.pg_database
			where datname operator(pg_catalog.=) pg_catalog.current_database() and datcollate is not null""";

	private final MigratorOptions options;

	private final List<MigratorOptions> all;

	private final DataSource server;

	private final String name;

	private final PGSimpleDataSource dataSource;

	private ScratchDatabase(MigratorOptions options, List<MigratorOptions> all, DataSource server, String name,
			PGSimpleDataSource dataSource) {
		this.options = options;
		this.all = List.copyOf(all);
		this.server = server;
		this.name = name;
		this.dataSource = dataSource;
	}

	/**
	 * Create one.
	 * @param server a DataSource of any database of the server
	 * @param options the options of the service
	 * @param all the options of all services that need schemas in it
	 * @throws DatabaseException if the DataSource does not tell how it connects, or the
	 * server refuses
	 */
	public static ScratchDatabase beside(DataSource server, MigratorOptions options, List<MigratorOptions> all) {
		String name = "slipway_scratch_" + UUID.randomUUID().toString().substring(0, 8);
		PGSimpleDataSource dataSource = ConnectionPool.toDatabase(server, name)
			.orElseThrow(() -> new DatabaseException(options.service(), Reason.OTHER,
					"the DataSource does not tell the URL and the credentials that it connects with, so that no scratch"
							+ " database can be used beside its own.\n\nNothing was created.",
					null));
		ScratchDatabase scratch = new ScratchDatabase(options, all, server, name, dataSource);
		scratch.create();
		return scratch;
	}

	/** Return what leads to it. */
	public DataSource dataSource() {
		return this.dataSource;
	}

	/**
	 * Creates it, and says before a run does that what is applied is not applied here.
	 */
	private void create() {
		String owner = (this.options.role() != null) ? " owner " + Quote.identifier(this.options.role()) : "";
		try (BorrowedConnection session = new BorrowedConnection(this.options.service(), this.server)) {
			List<String> locale = ServerQuery.list(session.connection(), LOCALE, (row) -> row.getString(1));
			execute(session.connection(), "create database " + Quote.identifier(this.name) + owner
					+ " template template0" + String.join("", locale));
		}
		catch (SQLException ex) {
			throw failure("no scratch database can be created"
					+ ((DatabaseException.reason(ex) == DatabaseException.Reason.MISSING_PRIVILEGE)
							? ", for which the user needs CREATEDB" : ""),
					"Nothing was created.", ex);
		}
		logger.info(new ServiceName(this.options.service()) + " tries the files in the empty database "
				+ Quote.identifier(this.name) + ": what follows happens there, until it is dropped");
		try (BorrowedConnection session = new BorrowedConnection(this.options.service(), this.dataSource)) {
			for (MigratorOptions service : this.all) {
				for (String schema : service.searchPath()) {
					create(session.connection(), schema, service.role());
				}
				if (service.schema() != null) {
					create(session.connection(), service.schema(), service.role());
				}
			}
		}
		catch (SQLException ex) {
			close();
			throw failure("the scratch database cannot be prepared", "It was dropped again.", ex);
		}
		catch (DatabaseException ex) {
			close();
			throw ex;
		}
	}

	private static void create(Connection connection, String schema, @Nullable String role) throws SQLException {
		if (!schema.startsWith("$") && !schema.startsWith("pg_")) {
			execute(connection, "create schema if not exists " + Quote.identifier(schema)
					+ ((role != null) ? " authorization " + Quote.identifier(role) : ""));
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.setEscapeProcessing(false);
			statement.execute(sql);
		}
	}

	private DatabaseException failure(String what, String then, SQLException cause) {
		return new DatabaseException(this.options.service(), DatabaseException.reason(cause),
				what + ".\n\n" + ServerError.of(cause) + "\n\n" + then, cause);
	}

	@Override
	public void close() {
		try (BorrowedConnection session = new BorrowedConnection(this.options.service(), this.server)) {
			execute(session.connection(), "drop database if exists " + Quote.identifier(this.name) + " with (force)");
			logger.info(new ServiceName(this.options.service()) + " has dropped the database "
					+ Quote.identifier(this.name));
		}
		catch (SQLException | DatabaseException ex) {
			logger.warn(new ServiceName(this.options.service()) + " could not drop the scratch database "
					+ Quote.identifier(this.name) + ": " + Redaction.mask(String.valueOf(ex.getMessage())));
		}
	}

}
