package dev.slipway.testing;

/**
 * Flyway's history table, as Flyway makes it, with rows of the test's own.
 *
 * @param database where it is
 * @param name its name, with or without its schema
 */
public record FlywayTable(TestDatabase database, String name) {

	/** Make the table. */
	public static FlywayTable in(TestDatabase database, String name) {
		database.execute("create table " + name + " (installed_rank int not null primary key, version varchar(50),"
				+ " description varchar(200) not null, type varchar(20) not null, script varchar(1000) not null,"
				+ " checksum int, installed_by varchar(100) not null, installed_on timestamp not null default now(),"
				+ " execution_time int not null, success boolean not null)");
		return new FlywayTable(database, name);
	}

	/** Make the table under its usual name. */
	public static FlywayTable in(TestDatabase database) {
		return in(database, "flyway_schema_history");
	}

	/** Add the row of a file that was applied. */
	public FlywayTable applied(String version, String description) {
		return row(version, description, "SQL", "V" + version + "__" + description.replace(' ', '_') + ".sql", true);
	}

	/** Add a row, whose file's checksum is not known. */
	public FlywayTable row(String version, String description, String type, String script, boolean success) {
		this.database.execute("insert into " + this.name + " select coalesce(max(installed_rank), 0) + 1, "
				+ ((version != null) ? "'" + version + "'" : "null") + ", '" + description + "', '" + type + "', '"
				+ script + "', null, 'somebody', '2026-01-02 03:04:05', 7, " + success + " from " + this.name);
		return this;
	}

}
