package dev.slipway.engine.postgres;

/**
 * Quotes names and values for SQL text (manual, sections 4.1.1 and 4.1.2).
 */
public final class Quote {

	/** How much longer most texts become. */
	private static final int ROOM = 16;

	private Quote() {
	}

	/**
	 * Quote a name.
	 * @param name any name, as PostgreSQL stores it
	 * @return the quoted identifier
	 */
	public static String identifier(String name) {
		return "\"" + name.replace("\"", "\"\"") + "\"";
	}

	/**
	 * Quote a value. Right whether or not {@code standard_conforming_strings} is on.
	 * @param value any text
	 * @return the string literal
	 */
	public static String literal(String value) {
		StringBuilder sql = new StringBuilder(value.length() + ROOM);
		appendLiteral(sql, value);
		return sql.toString();
	}

	/**
	 * Append a value to SQL text, as {@link #literal(String)} quotes it.
	 * @param sql the text
	 * @param value any text but that one
	 */
	public static void appendLiteral(StringBuilder sql, CharSequence value) {
		int begin = sql.length();
		boolean escapes = false;
		sql.append('\'');
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			escapes |= c == '\\';
			if (c == '\'' || c == '\\') {
				sql.append(c);
			}
			sql.append(c);
		}
		sql.append('\'');
		if (escapes) {
			sql.insert(begin, 'E');
		}
	}

	/**
	 * Put texts into a template. A start fills in few of them, and Java's own formatter
	 * would cost it more than they are worth.
	 * @param template has {@code %s} for the next value, {@code %2$s} for the second one
	 * and {@code %%} for a percent sign
	 * @param values the values, at most nine
	 */
	public static String fill(String template, Object... values) {
		StringBuilder filled = new StringBuilder(template.length() * 2);
		int from = 0;
		int next = 0;
		for (int at = template.indexOf('%'); at >= 0; at = template.indexOf('%', from)) {
			filled.append(template, from, at);
			char kind = template.charAt(at + 1);
			if (kind == '%') {
				filled.append('%');
			}
			else {
				filled.append(values[(kind == 's') ? next++ : kind - '1']);
			}
			from = at + ((kind == '%' || kind == 's') ? 2 : "%1$s".length());
		}
		return filled.append(template, from, template.length()).toString();
	}

	/**
	 * Return the statement that runs PL/pgSQL. A name within it may hold any text, the
	 * quote around it included.
	 * @param declarations what the block declares; empty for nothing
	 * @param body its statements
	 */
	public static String block(String declarations, CharSequence body) {
		String tag = "$slipway$";
		for (int i = 1; contains(body, tag) || declarations.contains(tag); i++) {
			tag = "$slipway" + i + "$";
		}
		StringBuilder sql = new StringBuilder(declarations.length() + body.length() + 4 * ROOM);
		sql.append("do ").append(tag).append('\n');
		if (!declarations.isEmpty()) {
			sql.append("declare\n").append(declarations);
		}
		return sql.append("begin\n").append(body).append("end ").append(tag).toString();
	}

	private static boolean contains(CharSequence text, String part) {
		return (text instanceof StringBuilder sql) ? sql.indexOf(part) >= 0 : text.toString().contains(part);
	}

}
