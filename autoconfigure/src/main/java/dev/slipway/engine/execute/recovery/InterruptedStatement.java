package dev.slipway.engine.execute.recovery;

import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import dev.slipway.engine.execute.ScriptConnection;
import dev.slipway.engine.execute.Step;
import dev.slipway.engine.execute.Stop;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.sql.SqlCommand;
import dev.slipway.engine.sql.SqlCommand.Action;
import dev.slipway.engine.sql.SqlCommand.Name;
import dev.slipway.engine.sql.SqlCommandParser;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.text.LineLog;
import org.jspecify.annotations.Nullable;

/**
 * Clears away what an unfinished statement has left, and tells whether one whose client
 * was killed has come to its end. Such statements are no transaction, so only the
 * catalogs know.
 */
public final class InterruptedStatement {

	private static final LineLog logger = LineLog.of(InterruptedStatement.class);

	private static final Set<Action> REINDEX = EnumSet.of(Action.REINDEX_INDEX, Action.REINDEX_TABLE,
			Action.REINDEX_SCHEMA, Action.REINDEX_DATABASE);

	private static final Set<Action> CREATE = EnumSet.of(Action.CREATE_DATABASE, Action.CREATE_TABLESPACE,
			Action.CREATE_SUBSCRIPTION);

	private static final Set<Action> DROP = EnumSet.of(Action.DROP_DATABASE, Action.DROP_TABLESPACE,
			Action.DROP_SUBSCRIPTION);

	private final ScriptConnection work;

	private final SqlStatement statement;

	private final SqlCommand command;

	public InterruptedStatement(ScriptConnection work, SqlStatement statement) {
		this.work = work;
		this.statement = statement;
		this.command = SqlCommandParser.parse(statement);
	}

	/**
	 * Make the statement fit to be run.
	 * @param previousTry what is known of it
	 * @return true when it need not be run, because it has done its work
	 */
	public boolean settle(PreviousAttempt previousTry) throws SQLException, Stop, InterruptedException {
		Action action = this.command.action();
		if (action == Action.CREATE_INDEX) {
			return settleIndex(previousTry);
		}
		if (action == Action.DETACH_PARTITION) {
			return previousTry.wasTried() && settleDetach(previousTry);
		}
		if (REINDEX.contains(action) && previousTry.wasTried() && this.command.concurrent()) {
			dropAll(leftover(LeftoverIndexes.ofReindex(this.command)).await(waiting()));
		}
		return previousTry.isUnknown() && hasDoneItsWork(action);
	}

	private boolean hasDoneItsWork(Action action) throws Stop {
		if (action == Action.DROP_INDEX) {
			return isGone(this.command.object());
		}
		return (CREATE.contains(action) && !query(catalog()).isEmpty())
				|| (DROP.contains(action) && query(catalog()).isEmpty());
	}

	/**
	 * Take away the INVALID index that a failed build of an index without a name left: no
	 * later try would find it by its name. Where somebody else builds one at this moment,
	 * it is left to the next try.
	 * @param before the transaction that wrote the history row before the build began
	 */
	public void clearUnnamed(String before) throws Stop {
		if (isUnnamedBuild()) {
			dropAll(leftover(indexes(younger(before))).abandoned());
		}
	}

	/** Whether the server chooses the name of an index to build. */
	public boolean isUnnamedBuild() {
		return this.command.action() == Action.CREATE_INDEX && this.command.concurrent()
				&& this.command.object() == null;
	}

	private boolean settleIndex(PreviousAttempt previousTry) throws SQLException, Stop, InterruptedException {
		Name name = this.command.object();
		if (!this.command.concurrent() || (name == null && !previousTry.wasTried())) {
			return false;
		}
		String named = (name != null) ? "c.relname operator(pg_catalog.=) " + Quote.literal(name.name()) : "";
		dropAll(leftover(indexes((name != null) ? named : younger(previousTry.before()))).await(waiting()));
		if (!previousTry.isUnknown()) {
			return false;
		}
		// An older index of that name is not the killed run's, whatever it is.
		String made = younger(previousTry.before()) + ((name != null) ? " and " + named : "");
		return query(indexes(made)).stream().anyMatch((index) -> index.get(1).equals("t"));
	}

	/** The indexes of the table, with their state. */
	private String indexes(String condition) {
		return """
				select pg_catalog.format('%%I.%%I', n.nspname, c.relname), i.indisvalid, i.indrelid
				from pg_catalog.pg_index i
				join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) i.indexrelid
				join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
				where i.indrelid operator(pg_catalog.=) pg_catalog.to_regclass(%s) and %s"""
			.formatted(regclass(this.command.table()), condition);
	}

	/**
	 * Made after a transaction. TRUNCATE writes an index's row in pg_class again, not
	 * this one.
	 */
	private static String younger(String transaction) {
		return "pg_catalog.age(i.xmin) operator(pg_catalog.<) pg_catalog.age('" + transaction + "'::pg_catalog.xid)";
	}

	private boolean settleDetach(PreviousAttempt previousTry) throws Stop {
		List<List<String>> link = query("""
				select inhdetachpending from pg_catalog.pg_inherits
				where inhparent operator(pg_catalog.=) pg_catalog.to_regclass(%s)
				and inhrelid operator(pg_catalog.=) pg_catalog.to_regclass(%s)"""
			.formatted(regclass(this.command.table()), regclass(this.command.object())));
		if (link.isEmpty()) {
			return previousTry.isUnknown() && !isGone(this.command.object());
		}
		if (!link.get(0).get(0).equals("t")) {
			return false;
		}
		String sql = "alter table " + quoted(this.command.table()) + " detach partition "
				+ quoted(this.command.object()) + " finalize";
		logger.info(place() + ": an unfinished detach of " + shown(quoted(this.command.object())) + " is finalized");
		this.work.run(List.of(Step.of(sql, this.statement)));
		return true;
	}

	private boolean isGone(@Nullable Name name) throws Stop {
		return query("select pg_catalog.to_regclass(" + regclass(name) + ") is null").get(0).get(0).equals("t");
	}

	private String catalog() {
		Name name = this.command.object();
		String literal = Quote.literal((name != null) ? name.name() : "");
		Action action = this.command.action();
		if (action == Action.CREATE_DATABASE || action == Action.DROP_DATABASE) {
			return "select 1 from pg_catalog.pg_database where datname operator(pg_catalog.=) " + literal;
		}
		if (action == Action.CREATE_TABLESPACE || action == Action.DROP_TABLESPACE) {
			return "select 1 from pg_catalog.pg_tablespace where spcname operator(pg_catalog.=) " + literal;
		}
		return "select 1 from pg_catalog.pg_subscription where subname operator(pg_catalog.=) " + literal
				+ " and subdbid operator(pg_catalog.=) (select oid from pg_catalog.pg_database"
				+ " where datname operator(pg_catalog.=) pg_catalog.current_database())";
	}

	private LeftoverIndexes leftover(String indexes) {
		return new LeftoverIndexes(this.work, indexes);
	}

	private String waiting() {
		return place() + " waits for another session that builds an index on the same table";
	}

	private void dropAll(List<String> indexes) throws Stop {
		for (String index : indexes) {
			logger.warn(place() + ": the INVALID index " + shown(index)
					+ ", which an unfinished build has left, is dropped first");
			this.work.run(List.of(Step.of("drop index concurrently if exists " + index, this.statement)));
		}
	}

	private List<List<String>> query(String sql) throws Stop {
		return this.work.query(sql);
	}

	private String place() {
		return this.work.executable().script().locate(this.statement).toString();
	}

	/** A name may be the value of a placeholder. */
	private String shown(String name) {
		return this.work.executable().script().secrets().mask(name);
	}

	private static String regclass(@Nullable Name name) {
		return Quote.literal(quoted(name));
	}

	private static String quoted(@Nullable Name name) {
		if (name == null) {
			return "";
		}
		return ((name.schema() != null) ? Quote.identifier(name.schema()) + "." : "") + Quote.identifier(name.name());
	}

}
