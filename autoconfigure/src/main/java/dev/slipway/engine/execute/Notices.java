package dev.slipway.engine.execute;

import java.sql.SQLWarning;

import dev.slipway.engine.script.Script;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.text.LineLog;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * Passes on what the server remarks about a script's statements: the first remarks of a
 * round trip, and how many more there were. A loop can raise millions of them.
 */
final class Notices {

	private static final LineLog logger = LineLog.of(Notices.class);

	private static final int MOST = 100;

	private int logged;

	private int more;

	/** Where the last one came from that was left out. */
	private String place = "";

	/** Whether anybody reads what is no warning. */
	static boolean areRead() {
		return logger.isDebugEnabled();
	}

	/**
	 * Log a remark, or count it.
	 * @param script the script; {@code null} for a statement of Slipway's own
	 * @param statement its statement; {@code null} for one of Slipway's own
	 * @param warning what the server said
	 */
	void take(@Nullable Script script, @Nullable SqlStatement statement, SQLWarning warning) {
		ServerErrorMessage said = (warning instanceof PSQLWarning server) ? server.getServerErrorMessage() : null;
		if (said == null || script == null || statement == null) {
			return;
		}
		// Class 01 is a warning in every language.
		boolean isWarning = String.valueOf(said.getSQLState()).startsWith("01");
		if (!isWarning && !logger.isDebugEnabled()) {
			return;
		}
		// Without its column: a script may be read again for a place, not for each
		// remark.
		String where = script.line(statement);
		if (this.logged >= MOST) {
			this.more++;
			this.place = where;
			return;
		}
		this.logged++;
		String text = where + ": " + said.getSeverity() + ": "
				+ script.secrets().mask(String.valueOf(said.getMessage()));
		if (isWarning) {
			logger.warn(text);
		}
		else {
			logger.debug(text);
		}
	}

	/** Say how many were left out. */
	void end() {
		if (this.more > 0) {
			logger
				.warn(this.place + ": the server has remarked " + this.more + " things more, which are left out here");
		}
	}

}
