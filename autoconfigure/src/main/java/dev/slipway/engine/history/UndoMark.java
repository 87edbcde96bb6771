package dev.slipway.engine.history;

/**
 * What the checksum of a row holds while the migration is being undone statement by
 * statement: where the undo script is, and what the row was, so that it can be put back.
 * Such a row is running or failed, and its statements are those of the undo script.
 *
 * @param finished the checksum of the finished statements of the undo script
 * @param statements the statements that the row had
 * @param checksum the checksum that the row had
 */
public record UndoMark(String finished, int statements, String checksum) {

	private static final String WORD = "undo ";

	static boolean isIn(String checksum) {
		return checksum.startsWith(WORD);
	}

	/**
	 * Read the checksum of a row that has a mark.
	 * @throws IllegalArgumentException if it begins as a mark and is none
	 */
	static UndoMark of(String checksum) {
		String[] parts = checksum.split(" ", 4);
		if (parts.length < 4) {
			throw new IllegalArgumentException("its checksum is '" + checksum + "'");
		}
		return new UndoMark(parts[1], Integer.parseInt(parts[2]), parts[3]);
	}

	/** Return what the row holds when other statements are finished. */
	String with(String finished) {
		return WORD + finished + " " + this.statements + " " + this.checksum;
	}

}
