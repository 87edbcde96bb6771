package dev.slipway.engine.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.slipway.engine.text.LineLog;
import org.jspecify.annotations.Nullable;

/**
 * Finds the privileges on a table that the role lacks, as the statements that grant them.
 *
 * @param schema the schema of the table, as PostgreSQL stores its name
 * @param table the table, as PostgreSQL stores its name
 * @param createSchema whether Slipway creates the schema where it is missing
 * @param role the role that Slipway works as; {@code null} for that of the connection
 */
public record MissingGrants(String schema, String table, boolean createSchema, @Nullable String role) {

	private static final LineLog logger = LineLog.ofRuns();

	/** The path is the session's own, so that each name has its schema. */
	private static final String QUERY = """
			select g from (
			select 0 as n, pg_catalog.format(case when new_rules then 'GRANT %%I TO %%I WITH SET TRUE' else 'GRANT %%I TO %%I' end,
			%6$s, session_user) as g from (select pg_catalog.current_setting('server_version_num')::pg_catalog.int4
			operator(pg_catalog.>=) 160000 as new_rules) v
			where not pg_catalog.pg_has_role(session_user, %6$s, case when new_rules then 'SET' else 'MEMBER' end)
			union all
			select 1, pg_catalog.format('GRANT CREATE ON DATABASE %%I TO %%I', pg_catalog.current_database(), %6$s)
			where %3$s and not exists (select from pg_catalog.pg_namespace where nspname operator(pg_catalog.=) %1$s)
			and not pg_catalog.has_database_privilege(%6$s, pg_catalog.current_database()::pg_catalog.text, 'CREATE')
			union all
			select 2, pg_catalog.format('GRANT %%s ON SCHEMA %%I TO %%I', pg_catalog.string_agg(p, ', '), nspname, %6$s)
			from pg_catalog.pg_namespace s cross join pg_catalog.unnest(array['USAGE', 'CREATE']) p
			where nspname operator(pg_catalog.=) %1$s and not pg_catalog.has_schema_privilege(%6$s, s.oid, p)
			and (p operator(pg_catalog.=) 'USAGE' or %4$s) group by nspname
			union all
			select 3, pg_catalog.format('GRANT %%s ON %%I.%%I TO %%I', pg_catalog.string_agg(p, ', '), nspname, relname, %6$s)
			from pg_catalog.pg_class c join pg_catalog.pg_namespace s on s.oid operator(pg_catalog.=) c.relnamespace
			cross join pg_catalog.unnest(array[%5$s]) p
			where nspname operator(pg_catalog.=) %1$s and relname operator(pg_catalog.=) %2$s
			and not pg_catalog.has_table_privilege(%6$s, c.oid, p) group by nspname, relname
			) grants order by n""";

	/**
	 * Return the sentence that says what is missing.
	 * @param grants the statements, possibly none
	 * @return the sentence with a blank line after it; empty without statements
	 */
	public static String sentence(List<String> grants) {
		return grants.isEmpty() ? ""
				: grants.stream().collect(Collectors.joining(";\n  ", "The role lacks:\n\n  ", ";\n\n"));
	}

	/**
	 * Return what is missing for reading the table.
	 * @param connection a connection in autocommit mode
	 * @return the statements; empty when nothing is missing or that cannot be told
	 */
	public List<String> toRead(Connection connection) {
		return missing(connection, false, "SELECT");
	}

	/**
	 * Return what is missing for writing it.
	 * @param connection a connection in autocommit mode
	 * @param exists whether there is such a table
	 * @param stepwise whether a file runs statement by statement
	 * @return the statements; empty when nothing is missing or that cannot be told
	 */
	public List<String> toWrite(Connection connection, boolean exists, boolean stepwise) {
		List<String> privileges = new ArrayList<>(List.of("SELECT", "INSERT"));
		if (stepwise) {
			privileges.add("UPDATE");
		}
		return missing(connection, !exists, privileges.toArray(String[]::new));
	}

	/**
	 * Return what is missing for changing and removing rows of it.
	 * @param connection a connection in autocommit mode
	 * @param changes whether rows are changed, and not only removed
	 * @return the statements; empty when nothing is missing or that cannot be told
	 */
	public List<String> toCorrect(Connection connection, boolean changes) {
		return changes ? missing(connection, false, "SELECT", "UPDATE", "DELETE")
				: missing(connection, false, "SELECT", "DELETE");
	}

	private List<String> missing(Connection connection, boolean create, String... privileges) {
		String list = List.of(privileges).stream().map(Quote::literal).collect(Collectors.joining(", "));
		String sql = QUERY.formatted(Quote.literal(this.schema), Quote.literal(this.table), create && this.createSchema,
				create, list, (this.role != null) ? Quote.literal(this.role) + "::pg_catalog.name" : "current_user");
		try {
			return ServerQuery.list(connection, sql, (row) -> String.valueOf(row.getString(1)));
		}
		catch (SQLException ex) {
			logger.debug("What the role lacks cannot be told: " + ex.getMessage());
			return List.of();
		}
	}

}
