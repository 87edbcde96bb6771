package dev.slipway.engine.postgres;

/**
 * Quotes names and values for SQL text (manual, sections 4.1.1 and 4.1.2).
 */
public final class Quote {

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
		String quoted = "'" + value.replace("'", "''") + "'";
		return (value.indexOf('\\') < 0) ? quoted : "E" + quoted.replace("\\", "\\\\");
	}

	/**
	 * Return the statement that runs PL/pgSQL. A name within it may hold any text, the
	 * quote around it included.
	 * @param declarations what the block declares; empty for nothing
	 * @param body its statements
	 */
	public static String block(String declarations, String body) {
		String tag = "$slipway$";
		for (int i = 1; body.contains(tag) || declarations.contains(tag); i++) {
			tag = "$slipway" + i + "$";
		}
		return "do " + tag + "\n" + (declarations.isEmpty() ? "" : "declare\n" + declarations) + "begin\n" + body
				+ "end " + tag;
	}

}
