package dev.slipway.engine.execute.recovery;

import java.util.List;
import java.util.stream.Collectors;

import dev.slipway.engine.execute.ScriptConnection;
import dev.slipway.engine.execute.Stop;
import dev.slipway.engine.postgres.Poll;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.ServerSession;
import dev.slipway.engine.sql.SqlCommand;
import dev.slipway.engine.sql.SqlCommand.Action;
import dev.slipway.engine.sql.SqlCommand.Name;
import dev.slipway.engine.text.Redaction;

/**
 * INVALID indexes, apart from those that somebody is building at this moment: only the
 * others may be dropped.
 */
final class LeftoverIndexes {

	private final ScriptConnection work;

	private final String indexes;

	/** Who was seen last. */
	private String seen = "";

	/**
	 * Create a look at some indexes.
	 * @param indexes the query for them: name, whether it is valid, and the identifier of
	 * its table
	 */
	LeftoverIndexes(ScriptConnection work, String indexes) {
		this.work = work;
		this.indexes = indexes;
	}

	/**
	 * Return those that nobody builds, once that can be told.
	 * @param waiting who waits when it cannot, for the log
	 * @return their names, quoted
	 */
	List<String> await(String waiting) throws Stop, InterruptedException {
		List<List<String>> before = invalid();
		if (!before.isEmpty()) {
			Poll.whileLasting(() -> isBuilding(before), waiting, () -> this.seen);
		}
		return both(before);
	}

	/**
	 * Return those that nobody builds, or none when that cannot be told.
	 * @return their names, quoted
	 */
	List<String> abandoned() throws Stop {
		List<List<String>> before = invalid();
		return isBuilding(before) ? List.of() : both(before);
	}

	/** What was INVALID while nobody was building, and still is. */
	private List<String> both(List<List<String>> before) throws Stop {
		return before.isEmpty() ? List.of()
				: invalid().stream().filter(before::contains).map((index) -> index.get(0)).toList();
	}

	private List<List<String>> invalid() throws Stop {
		return this.work.query(this.indexes).stream().filter((index) -> !index.get(1).equals("t")).toList();
	}

	/**
	 * A session that builds an index concurrently has locked its table from before the
	 * index is there until it is valid (manual, section 13.3.1). An automatic VACUUM,
	 * which has no user, locks it so too, and makes way for others.
	 */
	private boolean isBuilding(List<List<String>> indexes) throws Stop {
		if (indexes.isEmpty()) {
			return false;
		}
		String tables = String.join(",", indexes.stream().map((index) -> index.get(2)).distinct().toList());
		List<List<String>> builders = this.work.query("""
				select pg_catalog.concat(%2$s, ', transaction open since ', a.xact_start) from pg_catalog.pg_locks l
				left join pg_catalog.pg_stat_activity a on a.pid operator(pg_catalog.=) l.pid
				where l.locktype operator(pg_catalog.=) 'relation' and l.granted
				and l.mode operator(pg_catalog.=) 'ShareUpdateExclusiveLock' and a.usesysid is not null
				and l.database operator(pg_catalog.=) (select oid from pg_catalog.pg_database
					where datname operator(pg_catalog.=) pg_catalog.current_database())
				and l.relation operator(pg_catalog.=) any ('{%1$s}'::pg_catalog.oid[])""".formatted(tables,
				ServerSession.asText("l.pid", "a")));
		this.seen = Redaction.names(builders.stream().map((row) -> row.get(0)).collect(Collectors.joining(" and ")));
		return !builders.isEmpty();
	}

	/**
	 * The query for the copies that {@code REINDEX CONCURRENTLY} builds, or the originals
	 * that it did not come to drop, of the tables that a statement names: a killed one
	 * leaves them INVALID (manual, REINDEX, "Rebuilding Indexes Concurrently").
	 */
	static String ofReindex(SqlCommand command) {
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
		if (command.action() == Action.REINDEX_TABLE) {
			return tree(regclass);
		}
		if (command.action() == Action.REINDEX_INDEX) {
			return "select indrelid as oid from pg_catalog.pg_index where indexrelid operator(pg_catalog.=) any ("
					+ tree(regclass) + ")";
		}
		return (command.action() == Action.REINDEX_SCHEMA)
				? all + " where relnamespace operator(pg_catalog.=) pg_catalog.to_regnamespace("
						+ Quote.literal(Quote.identifier(name.name())) + ")"
				: all;
	}

	/** A partitioned table or index is rebuilt partition by partition. */
	private static String tree(String regclass) {
		return "select " + regclass
				+ " as oid union all select relid::pg_catalog.oid from pg_catalog.pg_partition_tree(" + regclass
				+ "::pg_catalog.regclass)";
	}

}
