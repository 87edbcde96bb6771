package dev.slipway.benchmarks;

import java.util.Collection;

/**
 * What a number of measurements come to.
 */
final class Statistics {

	private Statistics() {
	}

	/**
	 * Return the median: the one in the middle, or the mean of the two there.
	 * @param values the values, in any order
	 * @return the median, NaN if there is no value
	 */
	static double median(Collection<Double> values) {
		double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		if (sorted.length == 0) {
			return Double.NaN;
		}
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

}
