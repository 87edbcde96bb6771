package dev.slipway.engine.execute;

import java.sql.SQLWarning;

import dev.slipway.engine.script.Script;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.text.LineLog;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * Passes on what the server remarks about a script's statements.
 */
final class Notices {

	private static final LineLog logger = LineLog.of(Notices.class);

	private Notices() {
	}

	/** Whether anybody reads what is no warning. */
	static boolean areRead() {
		return logger.isDebugEnabled();
	}

	/**
	 * Log a remark.
	 * @param script the script; {@code null} for a statement of Slipway's own
	 * @param statement its statement; {@code null} for one of Slipway's own
	 * @param warning what the server said
	 */
	static void log(@Nullable Script script, @Nullable SqlStatement statement, SQLWarning warning) {
		ServerErrorMessage said = (warning instanceof PSQLWarning server) ? server.getServerErrorMessage() : null;
		if (said == null || script == null || statement == null) {
			return;
		}
		// Without its column: a script may be read again for a place, not for each
		// remark.
		String place = script.path() + ":" + statement.line() + ": " + said.getSeverity() + ": ";
		// Class 01 is a warning in every language.
		if (String.valueOf(said.getSQLState()).startsWith("01")) {
			logger.warn(place + text(script, said));
		}
		else if (logger.isDebugEnabled()) {
			logger.debug(place + text(script, said));
		}
	}

	private static String text(Script script, ServerErrorMessage said) {
		return script.secrets().mask(String.valueOf(said.getMessage()));
	}

}
