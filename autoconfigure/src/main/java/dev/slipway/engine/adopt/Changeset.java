package dev.slipway.engine.adopt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A changeset of Liquibase's formatted SQL, as it stands in a file.
 *
 * @param key its author and its id, with the path before them where the line has one
 * @param sql its lines without those that Liquibase reads itself
 */
record Changeset(String key, String sql) {

	private static final Pattern CHANGESET = Pattern
		.compile("(?i)\\s*--\\s*changeset\\s+(\"[^\"]+\"|[^:]+):\\s*(\"[^\"]+\"|\\S+)(.*)");

	private static final Pattern PATH = Pattern.compile("(?i).*logicalFilePath:(\\S+).*");

	/** Lines that say something of the changeset. */
	private static final Pattern OWN_LINE = Pattern.compile("(?i)\\s*--\\s*(?:rollback .*|preconditions.*"
			+ "|precondition-[a-z0-9-]+ .*|property\\s.*|liquibase\\s*formatted.*)|--\\s*(?:comment:? .*|validCheckSum:? .*)");

	private static final Pattern IGNORED = Pattern.compile("(?i)--\\s*ignoreLines:(\\w+)");

	private static final Pattern ROLLBACK_BEGIN = Pattern.compile("(?i)\\s*/\\*\\s*liquibase\\s*rollback\\s*");

	private static final Pattern ROLLBACK_END = Pattern.compile(".*\\*/\\s*");

	private static final Pattern BLANKS = Pattern.compile("[ \\t\\r\\n]+");

	/**
	 * Find the changesets of a file.
	 * @param text the file's text
	 */
	static List<Changeset> of(String text) {
		List<Changeset> changesets = new ArrayList<>();
		String key = null;
		StringBuilder sql = new StringBuilder();
		int ignored = 0;
		Pattern until = null;
		for (String line : text.lines().toList()) {
			Matcher begin = CHANGESET.matcher(line);
			if (until != null || ignored > 0) {
				until = (until != null && until.matcher(line).matches()) ? null : until;
				ignored = Math.max(0, ignored - 1);
			}
			else if (begin.matches()) {
				add(changesets, key, sql);
				key = key(begin);
				sql.setLength(0);
			}
			else if (ROLLBACK_BEGIN.matcher(line).matches()) {
				until = ROLLBACK_END;
			}
			else if (IGNORED.matcher(line).matches()) {
				String count = line.substring(line.indexOf(':') + 1);
				until = count.equals("start") ? IGNORED : null;
				ignored = count.matches("\\d{1,9}") ? Integer.parseInt(count) : 0;
			}
			else if (!OWN_LINE.matcher(line).matches()) {
				sql.append(line).append('\n');
			}
		}
		add(changesets, key, sql);
		return changesets;
	}

	private static void add(List<Changeset> changesets, @Nullable String key, StringBuilder sql) {
		if (key != null) {
			changesets.add(new Changeset(key, sql.toString().strip()));
		}
	}

	private static String key(Matcher begin) {
		Matcher path = PATH.matcher(begin.group(3));
		String key = unquoted(begin.group(1)) + ":" + unquoted(begin.group(2));
		return path.matches() ? path.group(1) + "::" + key : key;
	}

	private static String unquoted(String text) {
		return (text.length() > 1 && text.startsWith("\"") && text.endsWith("\""))
				? text.substring(1, text.length() - 1) : text;
	}

	/**
	 * Return what Liquibase writes since 4.22: the MD5 of the checksums of all changes,
	 * of which formatted SQL has one, and that without blanks and line ends.
	 */
	String checksum() {
		String text = BLANKS.matcher(this.sql).replaceAll("");
		String change = "9:" + FileBytes.digest("MD5", text.getBytes(StandardCharsets.UTF_8)) + ":";
		return "9:" + FileBytes.digest("MD5", change.getBytes(StandardCharsets.UTF_8));
	}

}
