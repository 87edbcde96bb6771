package dev.slipway.engine.adopt;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The values of one row, as text, by the names that the query has given them.
 *
 * @param values the values
 */
record ForeignValues(Map<String, @Nullable String> values) {

	private static final int NANOS = 9;

	@Nullable String text(String name) {
		return this.values.get(name);
	}

	/**
	 * Return a value that is not null.
	 * @throws IllegalArgumentException if it is null, so that the tool has not written it
	 */
	String present(String name) {
		String value = this.values.get(name);
		if (value == null) {
			throw new IllegalArgumentException("its " + name + " is null");
		}
		return value;
	}

	/**
	 * Require that the row is the only one of its table.
	 * @throws IllegalArgumentException if there are others, since the tool keeps one
	 */
	void requireOnlyRow() {
		if (!present("rows").equals("1")) {
			throw new IllegalArgumentException("there are " + present("rows") + " rows, and the tool keeps one");
		}
	}

	/** Whether a boolean is true; null is false. */
	boolean isTrue(String name) {
		String value = this.values.get(name);
		return value != null && value.startsWith("t");
	}

	/** Return what {@link ForeignTable#time} has selected. */
	@Nullable Instant time(String name) {
		String value = this.values.get(name);
		return (value != null) ? Instant.EPOCH.plusNanos(new BigDecimal(value).movePointRight(NANOS).longValue())
				: null;
	}

	@Nullable Duration milliseconds(String name) {
		String value = this.values.get(name);
		return (value != null) ? Duration.ofMillis(new BigDecimal(value).longValue()) : null;
	}

}
