package dev.slipway.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.slipway.testing.TestDatabase;

/**
 * Processes that start at once on an empty database, until the last has nothing left to
 * do.
 */
final class Race {

	private static final int RACERS = 16;

	private final Bench bench;

	private final Work work;

	private final Samples samples = new Samples();

	Race(Bench bench) {
		this.bench = bench;
		this.work = Work.pending(bench.settings().quick() ? 20 : 100, 12);
	}

	void measure(Rounds rounds, Report report) throws InterruptedException {
		List<Cell> cells = new ArrayList<>();
		for (Tool tool : List.of(Tool.SLIPWAY, Tool.FLYWAY, Tool.LIQUIBASE, Tool.BARE)) {
			cells.add(new Cell(this.work, tool, RACERS + " processes"));
		}
		rounds.run(cells, this.samples, this::measure);
		report.heading(RACERS + " processes at once");
		report.paragraph("They start together on an empty database with " + this.work.label()
				+ ": from the start of the first JVM until the last is up to date.");
		Table table = new Table("tool", "last up to date", "Slipway : tool", "measured");
		for (Cell cell : cells) {
			String failure = this.samples.failure(cell);
			if (failure != null) {
				report.failure(cell + ": " + failure);
			}
			table.add(cell.tool().label(), Numbers.milliseconds(this.samples.median(cell, Metric.MILLISECONDS)),
					Numbers.ratio(this.samples.ratio(cells.get(0), cell, Metric.MILLISECONDS)),
					Numbers.count(this.samples.count(cell)));
		}
		report.table(table);
	}

	private Map<Metric, Double> measure(Cell cell) throws Exception {
		TestDatabase database = this.bench.database(cell);
		List<MeasuredJvm> racers = new ArrayList<>();
		try {
			long begin = System.nanoTime();
			for (int i = 0; i < RACERS; i++) {
				MeasuredJvm racer = MeasuredJvm.start(this.bench.stepCommand(cell, Bench.Jvm.FRESH, database));
				racers.add(racer);
				// It goes on as soon as it is ready.
				racer.go();
			}
			for (MeasuredJvm racer : racers) {
				racer.await("done");
			}
			Map<Metric, Double> sample = new EnumMap<>(Metric.class);
			sample.put(Metric.MILLISECONDS, (System.nanoTime() - begin) / 1e6);
			return sample;
		}
		finally {
			for (MeasuredJvm racer : racers) {
				racer.close();
			}
			this.bench.done(cell, database);
		}
	}

}
