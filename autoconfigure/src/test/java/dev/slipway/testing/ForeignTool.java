package dev.slipway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

/**
 * A tool of which a test resource has the table as its source makes it, with rows, and a
 * folder of files of which the first three are applied and the last two are not.
 */
public enum ForeignTool {

	// @formatter:off
	ATLAS("Atlas", "atlas_schema_revisions.atlas_schema_revisions",
			"20260101000002_add_email.sql", null,
			"set error = 'no disk', applied = 0 where version = '20260101000003'"),
	BUN("bun", "bun_migrations", "20260101000002_add_email.up.sql", null, null),
	DB_MIGRATE("db-migrate", "migrations", "sqls/20260101000002-add-email-up.sql", null, null),
	DBMATE("dbmate", "schema_migrations", "20260101000002_add_email.sql", null, null),
	DIESEL("diesel", "__diesel_schema_migrations", "2026-01-01-000002_add_email/up.sql", null, null),
	ECTO("Ecto", "schema_migrations", null, null, null),
	EVOLVE("Evolve", "changelog", "v2__add_email.sql", "checksum",
			"set success = false where version = '3'"),
	GOLANG_MIGRATE("golang-migrate", "schema_migrations", "000003_add_name.up.sql", null, "set dirty = true"),
	GOOSE("goose", "goose_db_version", "00002_add_email.sql", null, null),
	GRAPHILE_MIGRATE("graphile-migrate", "graphile_migrate.migrations", "000002-add-email.sql", "hash", null),
	MYBATIS("MyBatis", "changelog", "20260101000002_add_email.sql", null, null),
	NODE_PG_MIGRATE("node-pg-migrate", "pgmigrations", "1767225600002_add-email.sql", null, null),
	POP("pop", "schema_migration", "20260101000002_add_email.up.sql", null, null),
	POSTGRATOR("postgrator", "schemaversion", "002.do.add-email.sql", "md5", null),
	POSTGRES_MIGRATIONS("postgres-migrations", "migrations", "002_add-email.sql", "hash", null),
	PRISMA("Prisma", "_prisma_migrations", "20260101000002_add_email/migration.sql", "checksum",
			"set finished_at = null where migration_name = '20260101000003_add_name'"),
	RAILS("Rails", "schema_migrations", null, null, null),
	RAMBLER("rambler", "migrations", "002_add_email.sql", null, null),
	REFINERY("refinery", "refinery_schema_history", "V2__add_email.sql", "checksum", null),
	SHMIG("shmig", "shmig_version", "1767225602-add_email.sql", null, null),
	SQL_MIGRATE("sql-migrate", "gorp_migrations", "20260101000002-add_email.sql", null, null),
	SQLX("sqlx", "_sqlx_migrations", "20260101000002_add_email.up.sql", "checksum",
			"set success = false where version = 20260101000003"),
	SUPABASE("Supabase", "supabase_migrations.schema_migrations", "20260101000002_add_email.sql", null, null),
	TERN("tern", "schema_version", "003_add_name.sql", null, null),
	YOYO("yoyo", "_yoyo_migration", "0002.add-email.sql", null, null);
	// @formatter:on

	private static final Path RESOURCES = Path.of("src", "test", "resources", "adopt");

	private final String label;

	private final String table;

	private final String file;

	private final String checksum;

	private final String failure;

	ForeignTool(String label, String table, String file, String checksum, String failure) {
		this.label = label;
		this.table = table.contains(".") ? table : "public." + table;
		this.file = file;
		this.checksum = checksum;
		this.failure = failure;
	}

	/** The tool's name. */
	public String label() {
		return this.label;
	}

	/** Its table with the schema. */
	public String table() {
		return this.table;
	}

	/**
	 * A file that it has applied, whose row cannot be matched without it. A tool whose
	 * migrations are programs has none.
	 */
	public String file() {
		return this.file;
	}

	/** Whether each row must have a file. */
	public boolean needsFiles() {
		return this.file != null;
	}

	/** Whether its rows have checksums of files. */
	public boolean hasChecksums() {
		return this.checksum != null;
	}

	/** Whether a row can say that its file has failed or is not finished. */
	public boolean knowsFailures() {
		return this.failure != null;
	}

	/** Make one of its rows say so. */
	public void fail(TestDatabase database) {
		database.execute("update " + this.table + " " + this.failure);
	}

	/** Bring a database to where the tool has left it. */
	public void restore(TestDatabase database) {
		database.execute(history());
	}

	/** The SQL of its table and rows, and of what its files had done. */
	public String history() {
		try {
			return Files.readString(folder().resolve("history.sql"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Copy its files to a folder, for tests that change them. */
	public void copyFiles(Path to) {
		try {
			FileSystemUtils.copyRecursively(folder().resolve("migrations"), to);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path folder() {
		return RESOURCES.resolve(name().toLowerCase(Locale.ROOT).replace('_', '-'));
	}

	/** Those whose rows need a file each. */
	public static Stream<ForeignTool> withFiles() {
		return Stream.of(values()).filter(ForeignTool::needsFiles);
	}

	/** Those whose rows have checksums. */
	public static Stream<ForeignTool> withChecksums() {
		return Stream.of(values()).filter(ForeignTool::hasChecksums);
	}

	/** Those whose rows tell failures. */
	public static Stream<ForeignTool> withFailures() {
		return Stream.of(values()).filter(ForeignTool::knowsFailures);
	}

}
