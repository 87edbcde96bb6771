package dev.slipway.benchmarks;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures cells in rounds. Each round measures each cell once, and every second round
 * goes backwards, so that what the machine does besides falls on all alike. A cell that
 * has used its time takes no part in further rounds.
 */
final class Rounds {

	private final int repetitions;

	private final Duration timePerCell;

	private final PrintStream progress;

	/**
	 * Create rounds.
	 * @param repetitions how many rounds there are
	 * @param timePerCell the time after which a cell takes part in no further round
	 * @param progress is told what was measured
	 */
	Rounds(int repetitions, Duration timePerCell, PrintStream progress) {
		this.repetitions = repetitions;
		this.timePerCell = timePerCell;
		this.progress = progress;
	}

	/**
	 * Measure.
	 * @param cells what to measure
	 * @param samples what was measured is added here; a cell that fails is noted and not
	 * tried again
	 * @param measurement measures a cell once
	 */
	void run(List<Cell> cells, Samples samples, Measurement measurement) throws InterruptedException {
		Map<Cell, Duration> used = new HashMap<>();
		for (int round = 0; round < this.repetitions; round++) {
			List<Cell> order = new ArrayList<>(cells);
			if (round % 2 == 1) {
				Collections.reverse(order);
			}
			for (Cell cell : order) {
				Duration before = used.getOrDefault(cell, Duration.ZERO);
				if (samples.failure(cell) == null && before.compareTo(this.timePerCell) < 0) {
					long begin = System.nanoTime();
					measure(cell, round, samples, measurement);
					used.put(cell, before.plusNanos(System.nanoTime() - begin));
				}
			}
		}
	}

	/**
	 * Do what cells need before, in no cell's time.
	 * @param cells what is to be measured
	 * @param samples a cell that fails is noted here, and not measured
	 * @param preparation prepares a cell
	 */
	void prepare(List<Cell> cells, Samples samples, Preparation preparation) throws InterruptedException {
		for (Cell cell : cells) {
			try {
				preparation.prepare(cell);
			}
			catch (InterruptedException ex) {
				throw ex;
			}
			catch (Exception ex) {
				samples.fail(cell, String.valueOf(ex.getMessage()));
				this.progress.printf("%s FAILED: %s%n", cell, ex);
			}
		}
	}

	private void measure(Cell cell, int round, Samples samples, Measurement measurement) throws InterruptedException {
		try {
			Map<Metric, Double> sample = measurement.measure(cell);
			samples.add(cell, round, sample);
			this.progress.printf("%d/%d %s: %s%n", round + 1, this.repetitions, cell,
					Numbers.milliseconds(sample.getOrDefault(Metric.MILLISECONDS, Double.NaN)));
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			samples.fail(cell, String.valueOf(ex.getMessage()));
			this.progress.printf("%s FAILED: %s%n", cell, ex);
		}
	}

	/**
	 * Prepares a cell.
	 */
	@FunctionalInterface
	interface Preparation {

		void prepare(Cell cell) throws Exception;

	}

	/**
	 * Measures a cell once.
	 */
	@FunctionalInterface
	interface Measurement {

		Map<Metric, Double> measure(Cell cell) throws Exception;

	}

}
