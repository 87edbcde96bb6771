package dev.slipway.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * An entry of a server's log in the format csvlog (manual, section 19.8.4).
 *
 * @param user the role that logged in
 * @param database the database
 * @param transaction the session and its transaction
 * @param severity for example {@code LOG}
 * @param message the message
 * @param context where it was raised
 * @param query the statement in which it was raised
 */
record LogEntry(String user, String database, String transaction, String severity, String message, String context,
		String query) {

	private static final int COLUMNS = 23;

	/**
	 * Read the entries of a log that are complete.
	 */
	static List<LogEntry> read(String csv) {
		List<LogEntry> entries = new ArrayList<>();
		List<String> fields = new ArrayList<>();
		StringBuilder field = new StringBuilder();
		boolean quoted = false;
		for (int i = 0; i < csv.length(); i++) {
			char c = csv.charAt(i);
			if (c == '"') {
				if (quoted && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
					field.append(c);
					i++;
				}
				else {
					quoted = !quoted;
				}
			}
			else if (quoted || (c != ',' && c != '\n')) {
				field.append(c);
			}
			else {
				fields.add(field.toString());
				field.setLength(0);
				if (c == '\n') {
					if (fields.size() >= COLUMNS) {
						entries.add(of(fields));
					}
					fields.clear();
				}
			}
		}
		return entries;
	}

	private static LogEntry of(List<String> fields) {
		return new LogEntry(fields.get(1), fields.get(2), fields.get(5) + " " + fields.get(9), fields.get(11),
				fields.get(13), fields.get(18), fields.get(19));
	}

}
