package dev.slipway.engine.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.SqlState;
import org.jspecify.annotations.Nullable;

/**
 * The SQL that finds and checks the history of another tool, writes one's own in its
 * stead, and drops that again. It runs in a transaction with the
 * {@link dev.slipway.engine.postgres.OwnTransaction#SAFE_PATH safe path}; what writes
 * needs the lock.
 *
 * @param table the history table
 */
public record AdoptionSql(HistoryTable table) {

	/** Where the row of a command comes from that records what nobody has applied. */
	private static final String BASELINE = "'baseline'";

	/** A table that Rails makes beside its history, which has the columns of dbmate's. */
	private static final String OF_RAILS = "'ar_internal_metadata'";

	/** Rows in one statement. */
	private static final int ROWS = 100;

	/**
	 * Return the query for tables with their columns: schema, name, column and its type,
	 * in the order of the columns, and whether there is a table of Rails beside it. Only
	 * the catalogs are read.
	 * @param schemas the schemas to look in
	 * @param names the names of the tables; none for a table of any name
	 */
	public String candidates(List<String> schemas, List<String> names) {
		return "select n.nspname, c.relname, a.attname, split_part(format_type(a.atttypid, null), '(', 1),"
				+ " exists (select from pg_class r where r.relnamespace = n.oid and r.relname = " + OF_RAILS + ")"
				+ " from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid"
				+ " where a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and n.nspname = any (array["
				+ literals(schemas) + "]::name[]) and c.relname = any (array[" + literals(names)
				+ "]::name[]) and c.relkind in ('r', 'p', 'v', 'm', 'f') and c.oid is distinct from to_regclass("
				+ this.table.regclass() + ") order by n.nspname, c.relname, a.attnum";
	}

	private static String literals(List<String> texts) {
		return String.join(", ", texts.stream().map(Quote::literal).toList());
	}

	/**
	 * Return the statement that raises when a table must not be read.
	 * @param qualified the table's name
	 */
	public String check(String qualified) {
		return Quote.block("", TableCheck.ofForeign(Quote.literal(qualified) + "::regclass",
				HistoryTable.literals(this.table.trustedRoles())));
	}

	/**
	 * Return the statements that write the rows into a history that has none, and make
	 * the table where it is missing.
	 * @param planned the history as it was read
	 * @param rows the rows, in their order
	 * @param origin where they come from
	 * @param runId the run that writes them
	 */
	public List<String> adoption(History planned, List<AdoptedRow> rows, String origin, String runId) {
		List<String> statements = new ArrayList<>();
		statements.add(Quote.block("",
				this.table.creation() + (planned.outdated() ? this.table.upgrade() : "") + this.table.lockForWriting()
						+ "if " + this.table.moved(planned) + " then raise sqlstate '" + SqlState.HISTORY_MOVED
						+ "' using message = 'the history has moved on'; end if;\n"
						+ (planned.exists() ? this.table.requireCheckedTriggers(planned) : "")));
		for (int from = 0; from < rows.size(); from += ROWS) {
			StringBuilder body = new StringBuilder();
			for (AdoptedRow row : rows.subList(from, Math.min(rows.size(), from + ROWS))) {
				body.append(insertion(row, origin, runId));
			}
			statements.add(Quote.block("", body.toString()));
		}
		return statements;
	}

	private String insertion(AdoptedRow row, String origin, String runId) {
		String version = (row.version() != null) ? Quote.literal(row.version().canonical()) : "null";
		String name = Quote.literal(row.name());
		String checksum = Quote.literal(row.checksum());
		String kind = Quote.literal(row.kind().name().toLowerCase(Locale.ROOT));
		return "insert into " + this.table.qualified()
				+ " (version, name, kind, checksum, state, statements, applied_at, applied_by, duration, run_id, undo_script,"
				+ " origin, statement_hashes) values (" + version + ", " + name + ", " + kind + ", " + checksum
				+ ", 'applied', " + row.statements() + ", " + time(row.appliedAt()) + ", "
				+ ((row.appliedBy() != null) ? Quote.literal(row.appliedBy()) : "session_user") + ", interval '"
				+ row.duration().toMillis() + " milliseconds', '" + runId + "', "
				+ ((row.undoScript() != null) ? Quote.literal(row.undoScript()) : "null") + ", " + Quote.literal(origin)
				+ ", " + HistoryTable.stored(row.hashes()) + ");\n"
				+ this.table.requireRow("h.run_id = '" + runId + "' and h.name = " + name + " and h.kind = " + kind
						+ " and h.version is not distinct from " + version + " and h.checksum = " + checksum
						+ " and h.state = 'applied' and h.origin = " + Quote.literal(origin));
	}

	private static String time(@Nullable Instant time) {
		return (time != null) ? Quote.literal(time.toString()) + "::timestamptz" : "now()";
	}

	/**
	 * Return the statement that raises when the table is not safe to use, or when it
	 * lacks the columns that adopted rows have.
	 */
	public String checkOwn() {
		return Quote.block("",
				TableCheck.of(this.table.regclass() + "::regclass", HistoryTable.literals(this.table.trustedRoles()))
						+ this.table.lockForWriting());
	}

	/**
	 * Return the query for those rows that were not taken over: their version and their
	 * name.
	 */
	public String notAdopted() {
		return "select h.version, h.name from only " + this.table.qualified()
				+ " h where h.origin is null or h.origin = " + BASELINE + " order by h.id";
	}

	/** Return the query for where the rows come from, and how many there are. */
	public String origins() {
		return "select h.origin, count(*) from only " + this.table.qualified() + " h group by h.origin order by 1";
	}

	/**
	 * Return the query for whether a table that exists has had rows, which it may not
	 * have any more.
	 */
	public String hadRows() {
		return "select " + HistoryTable.HAD_ROWS.formatted(this.table.regclass());
	}

	/**
	 * Return the query for how many rows were removed since the table was made. It needs
	 * the rights of the table's owner.
	 */
	public String removed() {
		return "select pg_sequence_last_value(pg_get_serial_sequence(" + this.table.regclass()
				+ "::regclass::text, 'id')::regclass) - count(*) from only " + this.table.qualified();
	}

	/** Return the statement that drops the table. */
	public String drop() {
		return "drop table " + this.table.qualified();
	}

}
