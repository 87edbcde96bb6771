package dev.slipway.benchmarks;

import java.util.Locale;

/**
 * Numbers as the tables show them.
 */
final class Numbers {

	/** What stands for a number that there is none of. */
	static final String NONE = "–";

	private static final double EXACT = 100;

	private static final double SECOND = 10_000;

	private Numbers() {
	}

	/** A time, in seconds when it is long. */
	static String milliseconds(double value) {
		if (Double.isNaN(value)) {
			return NONE;
		}
		if (Math.abs(value) >= SECOND) {
			return format("%.1f s", value / 1000);
		}
		return format((Math.abs(value) < 10) ? "%.1f ms" : "%,.0f ms", value);
	}

	/** A time that is added to another. */
	static String added(double value) {
		if (Double.isNaN(value)) {
			return NONE;
		}
		return ((value < 0) ? "−" : "+") + milliseconds(Math.abs(value));
	}

	static String ratio(double value) {
		return Double.isNaN(value) ? NONE : format((value < 10) ? "%.2f" : "%,.0f", value);
	}

	static String count(double value) {
		return Double.isNaN(value) ? NONE : format("%,.0f", value);
	}

	static String megabytes(double bytes) {
		return Double.isNaN(bytes) ? NONE : format((bytes < EXACT * 1e6) ? "%.1f MB" : "%,.0f MB", bytes / 1e6);
	}

	static String kilobytes(double bytes) {
		return Double.isNaN(bytes) ? NONE : format((bytes < EXACT * 1e3) ? "%.1f KB" : "%,.0f KB", bytes / 1e3);
	}

	private static String format(String format, double value) {
		return String.format(Locale.ROOT, format, value);
	}

}
