package dev.slipway.engine.adopt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A changeset of Liquibase's formatted SQL, as it stands in a file.
 *
 * @param key its author and its id, with the path before them where the line has one
 * @param attributes what else its first line says
 * @param sql its lines without those that Liquibase reads itself
 */
record Changeset(String key, String attributes, String sql) {

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

	private static final Pattern PARAMETER = Pattern.compile("\\$\\{([^{}]+)\\}");

	private static final Pattern SPLIT = Pattern.compile("(?i).*splitStatements:(\\w+).*");

	private static final Pattern STRIP = Pattern.compile("(?i).*stripComments:(\\w+).*");

	/** The releases before 4.22 take that of the rollback for that of the changeset. */
	private static final Pattern DELIMITER = Pattern.compile("(?i).*endDelimiter:(\\S*).*");

	/**
	 * Find the changesets of a file, as the newest Liquibase does.
	 * @param text the file's text
	 */
	static List<Changeset> of(String text) {
		return of(text, true, true);
	}

	/**
	 * Find the changesets of a file.
	 * @param text the file's text
	 * @param ignoring whether Liquibase leaves out lines between {@code ignoreLines},
	 * which 3.6 does not
	 * @param blocks whether Liquibase knows a rollback in a block comment, which 4.17
	 * does not: it belongs to the SQL then
	 */
	static List<Changeset> of(String text, boolean ignoring, boolean blocks) {
		List<Changeset> changesets = new ArrayList<>();
		String key = null;
		String attributes = "";
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
				add(changesets, key, attributes, sql);
				key = key(begin);
				attributes = begin.group(3);
				sql.setLength(0);
			}
			else if (blocks && ROLLBACK_BEGIN.matcher(line).matches()) {
				until = ROLLBACK_END;
			}
			else if (ignoring && IGNORED.matcher(line).matches()) {
				String count = line.substring(line.indexOf(':') + 1);
				until = count.equals("start") ? IGNORED : null;
				ignored = count.matches("\\d{1,9}") ? Integer.parseInt(count) : 0;
			}
			else if (!OWN_LINE.matcher(line).matches()) {
				sql.append(line).append('\n');
			}
		}
		add(changesets, key, attributes, sql);
		return changesets;
	}

	private static void add(List<Changeset> changesets, @Nullable String key, String attributes, StringBuilder sql) {
		if (key != null) {
			changesets.add(new Changeset(key, attributes, sql.toString().strip()));
		}
	}

	private static String key(Matcher begin) {
		Matcher path = PATH.matcher(begin.group(3));
		String key = unquoted(begin.group(1)) + ":" + unquoted(begin.group(2));
		return path.matches() ? path.group(1) + "::" + key : key;
	}

	/** Return a name without the quotes around it. */
	static String unquoted(String text) {
		return (text.length() > 1 && text.startsWith("\"") && text.endsWith("\""))
				? text.substring(1, text.length() - 1) : text;
	}

	/**
	 * Return what Liquibase writes since 4.22: the MD5 of the checksums of all changes,
	 * of which formatted SQL has one, and that without blanks and line ends.
	 */
	String checksum() {
		return checksum("9:", BLANKS.matcher(this.sql).replaceAll(""));
	}

	/**
	 * Return what Liquibase wrote before 4.22: the same with one blank for several, and
	 * with what the first line says of statements before it.
	 */
	String olderChecksum() {
		return checksum("8:", attribute(DELIMITER, "null") + ":" + Boolean.valueOf(attribute(SPLIT, "true")) + ":"
				+ Boolean.valueOf(attribute(STRIP, "true")) + ":" + BLANKS.matcher(this.sql).replaceAll(" "));
	}

	private String attribute(Pattern pattern, String otherwise) {
		Matcher found = pattern.matcher(this.attributes);
		return found.matches() ? found.group(1) : otherwise;
	}

	private static String checksum(String format, String text) {
		String change = format + FileBytes.digest("MD5", text.getBytes(StandardCharsets.UTF_8)) + ":";
		return format + FileBytes.digest("MD5", change.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Replace parameters as Liquibase does: names that have no value stay.
	 * @param values the values, by names whose case does not matter
	 */
	Changeset withParameters(Map<String, String> values) {
		String replaced = PARAMETER.matcher(this.sql).replaceAll((parameter) -> {
			String value = values.get(parameter.group(1).strip());
			return Matcher.quoteReplacement((value != null) ? value : parameter.group());
		});
		return new Changeset(this.key, this.attributes, replaced);
	}

	/** Return whether there is a parameter in it. */
	boolean hasParameters() {
		return PARAMETER.matcher(this.sql).find();
	}

}
