package dev.slipway.engine.files;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Makes the version of the next file, written as the versions before it are.
 */
final class VersionText {

	private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

	private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS");

	private static final DateTimeFormatter HYPHENS = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss");

	private static final Pattern LAST_NUMBER = Pattern.compile("(.*?)(\\d+)$");

	private static final Pattern DAY_AND_COUNT = Pattern.compile("(\\d{8})_(\\d\\d)");

	private VersionText() {
	}

	/**
	 * Return the number after another one, in as many digits.
	 * @param last the last version: digits, perhaps in parts
	 */
	static String after(String last) {
		Matcher matcher = LAST_NUMBER.matcher(last);
		if (!matcher.matches()) {
			throw new IllegalArgumentException("'" + last + "' does not end with a number");
		}
		return matcher.group(1)
				+ pad(new BigInteger(matcher.group(2)).add(BigInteger.ONE).toString(), matcher.group(2).length());
	}

	static String pad(String number, int digits) {
		return "0".repeat(Math.max(0, digits - number.length())) + number;
	}

	/**
	 * Return a timestamp, later than the last one.
	 * @param now the time, in UTC
	 * @param last the last timestamp, as it is written; {@code null} when there is none
	 */
	static String timestamp(Instant now, @Nullable String last) {
		LocalDateTime time = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
		if (last == null) {
			return SECONDS.format(time);
		}
		Matcher day = DAY_AND_COUNT.matcher(last);
		if (day.matches()) {
			String today = SECONDS.format(time).substring(0, 8);
			return (today.compareTo(day.group(1)) > 0) ? today + "_01" : after(last);
		}
		if (last.matches("\\d{4}-\\d\\d-\\d\\d-\\d{6}")) {
			return later(time, last, HYPHENS);
		}
		if (last.matches("1\\d{9}")) {
			return later(Long.toString(now.getEpochSecond()), last);
		}
		if (last.matches("1\\d{12}")) {
			return later(Long.toString(now.toEpochMilli()), last);
		}
		return later(time, last, last.matches("\\d{17}") ? MILLISECONDS : SECONDS);
	}

	private static String later(LocalDateTime time, String last, DateTimeFormatter format) {
		String text = format.format(time);
		if (last.length() != text.length() || text.compareTo(last) > 0) {
			return text;
		}
		try {
			return format.format(LocalDateTime.parse(last, format).plusSeconds(1));
		}
		catch (DateTimeParseException ex) {
			// People count beyond sixty seconds.
			return after(last);
		}
	}

	private static String later(String text, String last) {
		return (text.compareTo(last) > 0) ? text : after(last);
	}

}
