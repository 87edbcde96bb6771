package dev.slipway.testing;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of the version that the {@link PostgresTools} have, shared by all tests of
 * a JVM.
 */
public final class ToolsServer {

	private static final Logger logger = LoggerFactory.getLogger(ToolsServer.class);

	private final Cluster cluster = Cluster.start("fsync=off", "full_page_writes=off");

	private ToolsServer() {
		TestDatabase database = this.cluster.database("postgres");
		logger.info("PostgreSQL's own tools work on {}:{}, {}", database.host(), database.port(),
				database.query("select version()").get(0));
	}

	/**
	 * Return the server, started when it is first asked for.
	 */
	public static ToolsServer server() {
		return Holder.SERVER;
	}

	/**
	 * Create an empty database, for the test class that is running now.
	 */
	public TestDatabase createDatabase() {
		TestDatabase database = this.cluster.createDatabase();
		SharedServers.dropLater(database.name(), this::execute);
		return database;
	}

	/**
	 * Run a statement as a superuser in the server's own database.
	 */
	public void execute(String sql) {
		this.cluster.execute(sql);
	}

	private static final class Holder {

		private static final ToolsServer SERVER = new ToolsServer();

	}

}
