package dev.slipway.engine.layout;

import org.jspecify.annotations.Nullable;

/**
 * A migration's version. Versions compare as numbers, part by part: 10 comes after 9,
 * leading zeros and zero parts at the end mean nothing, and any number of digits fits.
 * Timestamps compare by time, whether they are a date alone or go on to a fraction of a
 * second: folders in which a tool began to write microseconds, or a person left the time
 * out, stay in the order of time.
 *
 * @param canonical the parts without leading zeros, joined by dots, for example {@code 7}
 * or {@code 20260101120000}
 */
public record Version(String canonical) implements Comparable<Version> {

	/** The digits of a timestamp from the year to the second. */
	private static final int TIMESTAMP = 14;

	/** Those of a date. */
	private static final int DATE = 8;

	/** Those of a date with a time to the minute. */
	private static final int MINUTE = 12;

	/**
	 * Read a version.
	 * @param text digits, possibly in parts that dots separate
	 * @return the version, equal for texts that differ in leading zeros or in zero parts
	 * at the end only
	 * @throws IllegalArgumentException if the text is no version
	 */
	public static Version of(String text) {
		if (!isVersion(text)) {
			throw new IllegalArgumentException("'" + text + "' is no version: digits, in parts separated by dots");
		}
		if (isCanonical(text)) {
			return new Version(text);
		}
		StringBuilder canonical = new StringBuilder(text.length());
		int end = significantEnd(text);
		for (int at = 0; at < end; at = partEnd(text, at) + 1) {
			int from = at;
			int to = partEnd(text, at);
			while (from + 1 < to && text.charAt(from) == '0') {
				from++;
			}
			canonical.append((at > 0) ? "." : "").append(text, from, to);
		}
		return new Version(canonical.toString());
	}

	private static boolean isVersion(String text) {
		char before = '.';
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if ((c < '0' || c > '9') && (c != '.' || before == '.')) {
				return false;
			}
			before = c;
		}
		return before != '.';
	}

	/** Most are one number that is written as it is compared. */
	private static boolean isCanonical(String text) {
		return text.indexOf('.') < 0 && (text.charAt(0) != '0' || text.length() == 1);
	}

	/** Where the zero parts begin that stand at the end, of which one part is none. */
	private static int significantEnd(String text) {
		int end = text.length();
		int at = end;
		while (at > 0 && text.charAt(at - 1) == '0') {
			at--;
			if (at > 0 && text.charAt(at - 1) == '.') {
				at--;
				end = at;
			}
		}
		return end;
	}

	private static int partEnd(String text, int from) {
		int dot = text.indexOf('.', from);
		return (dot >= 0) ? dot : text.length();
	}

	/** Read a version whose parts an underscore may separate, as in Flyway's names. */
	static Version ofParts(String text) {
		return of(text.replace('_', '.'));
	}

	/** Read a version whose separators mean nothing: those of a date and a time. */
	static Version ofDigits(String text) {
		return of(text.replace("-", "").replace("_", ""));
	}

	@Override
	public int compareTo(Version other) {
		return compare(other, true);
	}

	/** Compare as numbers alone, part by part, whether or not they are timestamps. */
	public int compareNumbers(Version other) {
		return compare(other, false);
	}

	private int compare(Version other, boolean byTime) {
		String one = this.canonical;
		String two = other.canonical;
		int mine = 0;
		int theirs = 0;
		while (mine < one.length() && theirs < two.length()) {
			int myEnd = partEnd(one, mine);
			int theirEnd = partEnd(two, theirs);
			int order = compareNumbers(one, mine, myEnd, two, theirs, theirEnd, byTime);
			if (order != 0) {
				return order;
			}
			mine = myEnd + 1;
			theirs = theirEnd + 1;
		}
		return Boolean.compare(mine < one.length(), theirs < two.length());
	}

	/**
	 * Compare digits without leading zeros: the number with more digits before the point
	 * is the greater one.
	 */
	private static int compareNumbers(String one, int from, int to, String two, int begin, int end, boolean byTime) {
		int order = Integer.compare(wholeDigits(one, from, to, byTime), wholeDigits(two, begin, end, byTime));
		for (int i = 0; order == 0 && i < Math.min(to - from, end - begin); i++) {
			order = one.charAt(from + i) - two.charAt(begin + i);
		}
		return (order != 0) ? order : Integer.compare(to - from, end - begin);
	}

	private static int wholeDigits(String text, int from, int to, boolean byTime) {
		return (byTime && isTimestamp(text, from, to)) ? TIMESTAMP : to - from;
	}

	/**
	 * Return whether this is one number that is taken for a date, with a time or without.
	 */
	public boolean isTimestamp() {
		return this.canonical.indexOf('.') < 0 && isTimestamp(this.canonical, 0, this.canonical.length());
	}

	/**
	 * Other lengths are those of seconds or milliseconds since 1970, or of a date and a
	 * count. What comes after the year need not be a date and a time: people count days
	 * from zero and seconds beyond sixty, or exchange the month and the day, and the
	 * order must not depend on that.
	 */
	private static boolean isTimestamp(String text, int from, int to) {
		int digits = to - from;
		return (digits >= TIMESTAMP || digits == DATE || digits == MINUTE)
				&& (text.startsWith("19", from) || text.startsWith("20", from));
	}

	/** Written out: what Java makes of a record is linked when it runs first. */
	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Version version && this.canonical.equals(version.canonical);
	}

	@Override
	public int hashCode() {
		return this.canonical.hashCode();
	}

	@Override
	public String toString() {
		return this.canonical;
	}

}
