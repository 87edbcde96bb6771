package dev.slipway.engine.lock;

import java.util.regex.Pattern;

/**
 * The comment in front of what a run sends outside of the transaction that holds the
 * lock, by which {@code pg_stat_activity} shows whose statement it is.
 */
public final class RunTag {

	/** The tag as a regular expression that Java and PostgreSQL read alike. */
	static final String EXPRESSION = "^/\\* slipway run [-0-9a-f]+ \\*/ ";

	private static final Pattern PATTERN = Pattern.compile(EXPRESSION);

	private RunTag() {
	}

	/**
	 * Return the tag of a run.
	 * @param runId the run
	 * @return the comment, with a blank after it
	 */
	public static String of(String runId) {
		return "/* slipway run " + runId + " */ ";
	}

	/**
	 * Return a statement without its tag.
	 * @param sql the statement, with or without a tag
	 */
	static String remove(String sql) {
		return PATTERN.matcher(sql).replaceFirst("");
	}

}
