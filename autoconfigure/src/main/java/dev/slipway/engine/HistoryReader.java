package dev.slipway.engine;

import java.sql.SQLException;
import java.util.List;

import dev.slipway.engine.error.DatabaseException;
import dev.slipway.engine.error.DatabaseException.Reason;
import dev.slipway.engine.error.Printable;
import dev.slipway.engine.error.ServerError;
import dev.slipway.engine.error.SlipwayException;
import dev.slipway.engine.history.ForeignTable;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryTable;

/**
 * Reads a service's history, and says what is in its place when it cannot be read.
 *
 * @param service the name of the service, empty for the unnamed one
 * @param table the history table
 */
record HistoryReader(String service, HistoryTable table) {

	/** Other columns, or {@code wrong_object_type}. */
	private static final List<String> FOREIGN_SHAPE = List.of(HistoryTable.FOREIGN, "42809");

	History read(Session session) {
		try {
			return this.table.read(session.connection());
		}
		catch (IllegalArgumentException ex) {
			throw new DatabaseException(this.service, Reason.OTHER,
					"the history in " + Printable.line(this.table.qualified())
							+ " holds a row that Slipway did not write: "
							+ Printable.line(String.valueOf(ex.getMessage())) + ".\n\nNothing was applied.",
					ex);
		}
		catch (SQLException ex) {
			if (HistoryTable.UNTRUSTED.equals(ex.getSQLState())) {
				throw new DatabaseException(this.service, Reason.UNTRUSTED_TABLE,
						"the history table " + this.table.qualified() + " is not safe to use: "
								+ ServerError.of(ex).message()
								+ ".\n\nNothing was applied or written, and nothing of the table was run.",
						ex);
			}
			if (FOREIGN_SHAPE.contains(ex.getSQLState())) {
				throw foreign(session, ex);
			}
			throw unreadable(ex, MissingGrants.sentence((DatabaseException.reason(ex) == Reason.MISSING_PRIVILEGE)
					? new MissingGrants(this.table, false).toRead(session.connection()) : List.of()));
		}
	}

	private DatabaseException foreign(Session session, SQLException cause) {
		try {
			ForeignTable foreign = ForeignTable.describe(this.table, session.connection());
			String maker = (foreign.maker() != null) ? ": it looks like one of " + foreign.maker() : "";
			return new DatabaseException(this.service, Reason.FOREIGN_TABLE,
					"the table " + Printable.line(this.table.qualified()) + " is not Slipway's" + maker
							+ ". Its columns are " + SlipwayException.list(foreign.columns())
							+ ".\n\nNothing was applied or written.",
					cause);
		}
		catch (SQLException ex) {
			cause.addSuppressed(ex);
			return unreadable(cause, "");
		}
	}

	private DatabaseException unreadable(SQLException cause, String missing) {
		return new DatabaseException(this.service, DatabaseException.reason(cause),
				"the history in " + Printable.line(this.table.qualified()) + " cannot be read.\n\n"
						+ ServerError.of(cause) + (missing.isEmpty() ? "" : "\n\n" + missing.strip()),
				cause);
	}

}
