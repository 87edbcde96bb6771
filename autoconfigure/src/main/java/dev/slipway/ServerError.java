package dev.slipway;

import java.io.Serializable;
import java.sql.SQLException;
import java.util.regex.Pattern;

import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.Redaction;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What PostgreSQL said about a statement.
 *
 * @param severity the severity, for example {@code ERROR}
 * @param message the message
 * @param sqlState the five characters of the SQLSTATE
 * @param detail the detail, if any
 * @param hint the hint, if any
 * @param where the context, such as the stack of PL/pgSQL functions, if any
 * @param position the position in the statement in characters, counted from 1; 0 when the
 * server named none
 */
public record ServerError(String severity, String message, String sqlState, @Nullable String detail,
		@Nullable String hint, @Nullable String where, int position) implements Serializable {

	/** One word in the server's language: it begins a line. */
	private static final Pattern SEVERITY = Pattern.compile("\\p{L}{1,20}");

	/**
	 * Read what the server said from an exception.
	 * @param exception an exception of the driver, with or without a message of the
	 * server, or another that kept a statement from being run, which has no SQLSTATE
	 * @return what was said, never {@code null}
	 */
	public static ServerError of(Exception exception) {
		ServerErrorMessage said = (exception instanceof PSQLException psql) ? psql.getServerErrorMessage() : null;
		String state = (exception instanceof SQLException sql && sql.getSQLState() != null) ? sql.getSQLState()
				: "no SQLSTATE";
		if (said == null) {
			return new ServerError("ERROR", Redaction.mask(String.valueOf(exception.getMessage())), state, null, null,
					null, 0);
		}
		String severity = (said.getSeverity() != null) ? said.getSeverity() : "ERROR";
		return new ServerError(severity, String.valueOf(said.getMessage()), state, said.getDetail(), said.getHint(),
				said.getWhere(), said.getPosition());
	}

	/**
	 * Return the error as {@code psql} would lay it out, one item per line: what the
	 * server said is {@link Printable}, further lines of an item are indented.
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(SEVERITY.matcher(this.severity).matches() ? this.severity : "ERROR")
			.append(": ")
			.append(Printable.block(this.message))
			.append(" (")
			.append(Printable.line(this.sqlState))
			.append(")");
		append(text, "DETAIL", this.detail);
		append(text, "HINT", this.hint);
		append(text, "CONTEXT", this.where);
		return text.toString();
	}

	private static void append(StringBuilder text, String label, @Nullable String value) {
		if (value != null) {
			text.append("\n").append(label).append(": ").append(Printable.block(value));
		}
	}

}
