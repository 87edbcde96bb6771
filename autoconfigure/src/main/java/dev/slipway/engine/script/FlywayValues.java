package dev.slipway.engine.script;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import dev.slipway.engine.layout.NameShape;
import org.jspecify.annotations.Nullable;

/**
 * The values of the placeholders that Flyway itself defines, such as
 * <code>${flyway:defaultSchema}</code>, for the files of one service. Some of them only
 * the server knows: it says them with the history. Thread-safe.
 */
public final class FlywayValues {

	/** How such a placeholder begins. */
	static final String PREFIX = "flyway:";

	static final String KNOWN = "flyway:defaultSchema, flyway:user, flyway:database, flyway:timestamp, flyway:filename,"
			+ " flyway:table and flyway:workingDirectory";

	private final String table;

	private final @Nullable String firstSchema;

	/** One moment for all files, so that what runs again at another one does so once. */
	private final long begin = System.currentTimeMillis();

	private volatile @Nullable Server server;

	/**
	 * Create values.
	 * @param table the name of the history table
	 * @param firstSchema the schema in which the scripts create what they name without
	 * one; {@code null} for the current one of the connection
	 */
	public FlywayValues(String table, @Nullable String firstSchema) {
		this.table = table;
		this.firstSchema = firstSchema;
	}

	/**
	 * Take what the server has said.
	 * @param schema the current schema of the connection, empty when there is none
	 * @param user the role
	 * @param database the database
	 */
	public void serverSaid(String schema, String user, String database) {
		this.server = new Server(schema, user, database);
	}

	/** Whether a text may have a placeholder whose value is not known yet. */
	boolean isAwaitedIn(String text) {
		return this.server == null && text.toLowerCase(Locale.ROOT).contains("${" + PREFIX);
	}

	/**
	 * Return a value.
	 * @param name the name; case does not matter
	 * @param path the file in which it stands
	 * @return the value; {@code null} when there is no such placeholder
	 */
	@Nullable String value(String name, String path) {
		Server said = this.server;
		return switch (name.toLowerCase(Locale.ROOT)) {
			case "flyway:defaultschema" -> (this.firstSchema != null) ? this.firstSchema
					: (said != null && !said.schema().isEmpty()) ? said.schema() : null;
			case "flyway:user" -> (said != null) ? said.user() : null;
			case "flyway:database" -> (said != null) ? said.database() : null;
			case "flyway:timestamp" -> timestamp();
			case "flyway:filename" -> NameShape.last(path, 1);
			case "flyway:table" -> this.table;
			case "flyway:workingdirectory" -> System.getProperty("user.dir");
			default -> null;
		};
	}

	/** Hardly any file asks for it. */
	private String timestamp() {
		return LocalDateTime.ofInstant(Instant.ofEpochMilli(this.begin), ZoneId.systemDefault())
			.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"));
	}

	private record Server(String schema, String user, String database) {

	}

}
