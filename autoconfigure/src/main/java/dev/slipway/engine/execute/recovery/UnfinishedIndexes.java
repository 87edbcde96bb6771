package dev.slipway.engine.execute.recovery;

import java.util.List;
import java.util.stream.Collectors;

import dev.slipway.engine.execute.ScriptConnection;
import dev.slipway.engine.execute.Stop;
import dev.slipway.engine.postgres.Poll;
import dev.slipway.engine.postgres.ServerSession;
import dev.slipway.engine.text.Redaction;

/**
 * INVALID indexes, apart from those that somebody is building at this moment: only the
 * others may be dropped.
 */
final class UnfinishedIndexes {

	private final ScriptConnection work;

	private final String indexes;

	/** Who was seen last. */
	private String seen = "";

	/**
	 * Create a look at some indexes.
	 * @param indexes the query for them: name, whether it is valid, and the identifier of
	 * its table
	 */
	UnfinishedIndexes(ScriptConnection work, String indexes) {
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

}
