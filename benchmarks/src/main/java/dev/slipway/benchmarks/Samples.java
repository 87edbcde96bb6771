package dev.slipway.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * What was measured, by cell and round. Two tools are compared within a round, when the
 * machine did the same besides.
 */
final class Samples {

	private final Map<Cell, TreeMap<Integer, EnumMap<Metric, Double>>> cells = new HashMap<>();

	/** Why a cell could not be measured. */
	private final Map<Cell, String> failures = new HashMap<>();

	void add(Cell cell, int round, Map<Metric, Double> sample) {
		this.cells.computeIfAbsent(cell, (key) -> new TreeMap<>()).put(round, new EnumMap<>(sample));
	}

	void fail(Cell cell, String reason) {
		this.failures.put(cell, reason);
	}

	@Nullable String failure(Cell cell) {
		return this.failures.get(cell);
	}

	/** How often a cell was measured. */
	int count(Cell cell) {
		return this.cells.getOrDefault(cell, new TreeMap<>()).size();
	}

	/** The median, NaN for what was not measured. */
	double median(Cell cell, Metric metric) {
		List<Double> values = new ArrayList<>();
		for (EnumMap<Metric, Double> sample : this.cells.getOrDefault(cell, new TreeMap<>()).values()) {
			Double value = sample.get(metric);
			if (value != null) {
				values.add(value);
			}
		}
		return Statistics.median(values);
	}

	/** The median of the ratios of each round that has both, NaN if none has. */
	double ratio(Cell cell, Cell other, Metric metric) {
		return paired(cell, other, metric, (first, second) -> first / second);
	}

	/** The median of the differences of each round that has both, NaN if none has. */
	double difference(Cell cell, Cell other, Metric metric) {
		return paired(cell, other, metric, (first, second) -> first - second);
	}

	private double paired(Cell cell, Cell other, Metric metric, DoubleBinaryOperator compare) {
		Map<Integer, EnumMap<Metric, Double>> others = this.cells.getOrDefault(other, new TreeMap<>());
		List<Double> values = new ArrayList<>();
		this.cells.getOrDefault(cell, new TreeMap<>()).forEach((round, sample) -> {
			EnumMap<Metric, Double> pair = others.get(round);
			Double first = sample.get(metric);
			Double second = (pair != null) ? pair.get(metric) : null;
			if (first != null && second != null) {
				values.add(compare.applyAsDouble(first, second));
			}
		});
		return Statistics.median(values);
	}

}
