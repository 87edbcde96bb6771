package dev.slipway.engine.history;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * A table in which another tool keeps its history: what that tool has applied would run
 * again. Of such a table only the catalogs are read, since it may be anybody's. It counts
 * when it has pages: one that never had rows has none.
 *
 * @param table its name, qualified and quoted
 * @param owner the role that it belongs to
 * @param tool the tool that makes such tables
 */
record ForeignHistory(String table, String owner, String tool) {

	/**
	 * The tables with the names of such histories, in the schema of the history, in the
	 * current one, in that where the scripts create, in {@code public}, and in those that
	 * tools make for themselves. It runs under the safe path, with what
	 * {@link HistorySearch} has declared. Tables are separated by one control character,
	 * and their parts by another. Of no other table the size is asked: that would wait
	 * for whoever has it locked.
	 */
	static final String QUERY = """
			select string_agg(concat_ws(chr(31), n.nspname, c.relname, pg_get_userbyid(c.relowner),
			(select string_agg(a.attname, ',' order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
			and not a.attisdropped)), chr(30) order by n.nspname, c.relname)
			from pg_class c join pg_namespace n on n.oid = c.relnamespace
			where c.relkind = 'r' and c.oid is distinct from place
			and n.nspname = any (array[here, session_schema, %s, 'public', 'graphile_migrate', 'sqitch', 'drizzle',
			'supabase_migrations', 'atlas_schema_revisions'])
			and case when c.relname = any (array['flyway_schema_history', 'schema_version', 'databasechangelog', 'schema_migrations',
			'goose_db_version', '_sqlx_migrations', '__diesel_schema_migrations', '_prisma_migrations', 'gorp_migrations',
			'schema_migration', 'pgmigrations', 'refinery_schema_history', 'play_evolutions', 'schemaversion', 'migrations',
			'changelog', 'shmig_version', 'changes', '_yoyo_migration', 'schemaversions', '__yuniql_schema_version',
			'atlas_schema_revisions', '__drizzle_migrations', 'bun_migrations', 'db_migration', 'alembic_version',
			'django_migrations', 'knex_migrations', 'SequelizeMeta', '__EFMigrationsHistory'])
			then pg_relation_size(c.oid) > 0 end""";

	/**
	 * Refuse a start beside the histories of other tools.
	 * @param found what the query has given, which need not be such histories
	 * @throws DatabaseException if there is one
	 */
	static void refuse(String service, String found) {
		List<String> tables = new ArrayList<>();
		for (ForeignHistory history : read(found)) {
			tables.add(history.table() + " of " + history.tool() + " (it belongs to the role "
					+ Redaction.names(history.owner()) + ")");
		}
		if (!tables.isEmpty()) {
			throw new DatabaseException(service, Reason.FOREIGN_HISTORY,
					Printable
						.line("another tool has migrated this database, and Slipway has no history in it yet: there is "
								+ Listing.of(tables) + ". All files would run, also those that are applied already")
							+ ".\n\nNothing was applied.",
					null);
		}
	}

	/** Read what the query has given. */
	private static List<ForeignHistory> read(String found) {
		List<ForeignHistory> histories = new ArrayList<>();
		for (String table : found.split("\u001e")) {
			String[] parts = table.split("\u001f");
			// The names are others' choice, with any characters in them.
			String tool = (parts.length == 4) ? tool(parts[0], parts[1], List.of(parts[3].split(","))) : null;
			if (tool != null) {
				histories.add(new ForeignHistory(Quote.identifier(parts[0]) + "." + Quote.identifier(parts[1]),
						parts[2], tool));
			}
		}
		return histories;
	}

	/** The tool, unless the table is one of the application's that has such a name. */
	private static @Nullable String tool(String schema, String table, List<String> columns) {
		return switch (table) {
			case "flyway_schema_history" -> "Flyway";
			case "schema_version" ->
				columns.contains("installed_rank") ? "Flyway" : columns.equals(List.of("version")) ? "tern" : null;
			case "databasechangelog" -> "Liquibase";
			case "schema_migrations" -> schema.equals("supabase_migrations") ? "Supabase" : ofVersions(columns);
			case "goose_db_version" -> "goose";
			case "_sqlx_migrations" -> "sqlx";
			case "__diesel_schema_migrations" -> "diesel";
			case "_prisma_migrations" -> "Prisma";
			case "gorp_migrations" -> "sql-migrate";
			case "schema_migration" -> "pop";
			case "pgmigrations" -> "node-pg-migrate";
			case "refinery_schema_history" -> "refinery";
			case "play_evolutions" -> "Play";
			case "schemaversion" -> columns.contains("md5") ? "postgrator" : null;
			case "migrations" -> schema.equals("graphile_migrate") ? "graphile-migrate" : ofMigrations(columns);
			case "changelog" -> columns.contains("installed_by") ? "Evolve"
					: columns.equals(List.of("id", "applied_at", "description")) ? "MyBatis" : null;
			case "shmig_version" -> "shmig";
			case "changes" -> columns.contains("change_id") ? "sqitch" : null;
			case "_yoyo_migration" -> "yoyo";
			case "schemaversions" -> columns.contains("scriptname") ? "DbUp" : null;
			case "__yuniql_schema_version" -> "yuniql";
			case "atlas_schema_revisions" -> "Atlas";
			case "__drizzle_migrations" -> "drizzle";
			case "bun_migrations" -> "bun";
			case "db_migration" -> columns.contains("mversion") ? "Ebean" : null;
			case "alembic_version" -> "Alembic";
			case "django_migrations" -> "Django";
			case "knex_migrations" -> "Knex";
			case "SequelizeMeta" -> "Sequelize";
			case "__EFMigrationsHistory" -> "Entity Framework";
			default -> null;
		};
	}

	/** Slipway's own tables have this name too. */
	private static @Nullable String ofVersions(List<String> columns) {
		if (columns.equals(List.of("version", "dirty"))) {
			return "golang-migrate";
		}
		if (columns.equals(List.of("version"))) {
			return "Rails, dbmate or a runner of your own";
		}
		return columns.equals(List.of("version", "inserted_at")) ? "Ecto" : null;
	}

	/** Each has a table of this name. */
	private static @Nullable String ofMigrations(List<String> columns) {
		if (columns.contains("version_before")) {
			return "Authelia";
		}
		if (columns.equals(List.of("migration"))) {
			return "rambler";
		}
		if (columns.equals(List.of("id", "migration", "batch"))) {
			return "Laravel";
		}
		if (columns.equals(List.of("id", "timestamp", "name"))) {
			return "TypeORM";
		}
		if (columns.equals(List.of("id", "name", "hash", "executed_at"))) {
			return "postgres-migrations";
		}
		return columns.equals(List.of("id", "name", "run_on")) ? "db-migrate" : null;
	}

}
