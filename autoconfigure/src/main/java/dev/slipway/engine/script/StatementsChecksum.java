package dev.slipway.engine.script;

import java.io.IOException;
import java.util.HexFormat;

import dev.slipway.engine.sql.SqlStatement;

/**
 * The checksum of the first statements of a script, as far as it has been read. It tells
 * whether what is applied is still what the file says, while the rest may be changed. The
 * data of a COPY is not part of it.
 */
public final class StatementsChecksum {

	/** The checksum of no statement at all. */
	public static final String NOTHING = hash("");

	private final Script script;

	private String value = NOTHING;

	/**
	 * Create the checksum of no statement yet.
	 * @param script the script
	 */
	public StatementsChecksum(Script script) {
		this.script = script;
	}

	/**
	 * Take one more statement.
	 * @param statement the next statement of the script
	 */
	public void add(SqlStatement statement) {
		// A role that may read the history could try guesses of a value.
		this.value = hash(this.value + this.script.withNames(statement.text()));
	}

	/**
	 * Return the checksum of the statements so far.
	 */
	public String value() {
		return this.value;
	}

	/**
	 * Return whether a script still begins with the statements that a checksum was made
	 * of. It always does when there is none of them.
	 * @param script the script
	 * @param statements how many statements
	 * @param checksum their checksum
	 * @throws IOException if the file cannot be read
	 */
	public static boolean matches(Script script, int statements, String checksum) throws IOException {
		if (statements <= 0) {
			return true;
		}
		StatementsChecksum start = new StatementsChecksum(script);
		try (ScriptStatements source = script.open()) {
			for (int i = 0; i < statements; i++) {
				SqlStatement next = source.next();
				if (next == null) {
					return false;
				}
				start.add(next);
			}
		}
		return start.value().equals(checksum);
	}

	private static String hash(String text) {
		return HexFormat.of().formatHex(TextChecksum.of(text));
	}

}
