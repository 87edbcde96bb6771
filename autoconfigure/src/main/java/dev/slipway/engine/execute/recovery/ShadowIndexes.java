package dev.slipway.engine.execute.recovery;

import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.sql.SqlCommand;
import dev.slipway.engine.sql.SqlCommand.Name;

/**
 * The copies that {@code REINDEX CONCURRENTLY} builds, or the originals that it did not
 * come to drop: a killed one leaves them INVALID (manual, REINDEX, "Rebuilding Indexes
 * Concurrently").
 */
final class ShadowIndexes {

	private ShadowIndexes() {
	}

	/**
	 * The query for those of the tables that a statement names, valid or not.
	 */
	static String of(SqlCommand command) {
		return """
				with tables as (%s)
				select pg_catalog.format('%%I.%%I', n.nspname, c.relname), i.indisvalid, i.indrelid
				from pg_catalog.pg_index i
				join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) i.indexrelid
				join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
				where c.relname operator(pg_catalog.~) '_cc(new|old)[0-9]*$'
				and (exists (select from tables t where t.oid operator(pg_catalog.=) i.indrelid)
					or exists (select from tables t join pg_catalog.pg_class r on r.oid operator(pg_catalog.=) t.oid
						where r.reltoastrelid operator(pg_catalog.=) i.indrelid))""".formatted(tables(command));
	}

	private static String tables(SqlCommand command) {
		Name name = command.object();
		String all = "select oid from pg_catalog.pg_class";
		if (name == null) {
			return all;
		}
		String schema = (name.schema() != null) ? Quote.identifier(name.schema()) + "." : "";
		String regclass = "pg_catalog.to_regclass(" + Quote.literal(schema + Quote.identifier(name.name()))
				+ ")::pg_catalog.oid";
		return switch (command.action()) {
			case REINDEX_TABLE -> tree(regclass);
			case REINDEX_INDEX -> "select indrelid as oid from pg_catalog.pg_index where indexrelid"
					+ " operator(pg_catalog.=) any (" + tree(regclass) + ")";
			case REINDEX_SCHEMA -> all + " where relnamespace operator(pg_catalog.=) pg_catalog.to_regnamespace("
					+ Quote.literal(Quote.identifier(name.name())) + ")";
			default -> all;
		};
	}

	/** A partitioned table or index is rebuilt partition by partition. */
	private static String tree(String regclass) {
		return "select " + regclass
				+ " as oid union all select relid::pg_catalog.oid from pg_catalog.pg_partition_tree(" + regclass
				+ "::pg_catalog.regclass)";
	}

}
