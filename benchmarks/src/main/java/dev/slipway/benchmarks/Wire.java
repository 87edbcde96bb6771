package dev.slipway.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What travels between a tool and its server, and what a distant server costs.
 */
final class Wire {

	private static final int[] ROUND_TRIPS = { 0, 10, 50 };

	/** Runs that wait no longer for the network are repeated like all others. */
	private static final double SHORT = 5000;

	private static final String COUNTED = "0";

	private final Bench bench;

	private final Rounds rounds;

	private final Samples samples = new Samples();

	Wire(Bench bench, Rounds rounds) {
		this.bench = bench;
		this.rounds = rounds;
	}

	void measure(Rounds once, Report report) throws InterruptedException {
		List<Cell> counted = new ArrayList<>();
		List<Cell> delayed = new ArrayList<>();
		boolean quick = this.bench.settings().quick();
		add(counted, Work.applied(100));
		add(counted, Work.pending(quick ? 20 : 100, 12));
		delayed.addAll(counted);
		if (!quick) {
			addStarters(counted, Work.applied(5000));
			addStarters(counted, Work.pending(1000, 1));
			addStarters(counted, Work.pending(1000, 12));
		}
		once.prepare(counted, this.samples, (cell) -> this.bench.prepare(cell, Bench.Jvm.FRESH));
		once.run(counted, this.samples, this::measure);
		List<Cell> repeated = new ArrayList<>();
		List<Cell> slow = new ArrayList<>();
		for (Cell cell : delayed) {
			for (int roundTrip : ROUND_TRIPS) {
				double wait = this.samples.median(cell, Metric.ROUND_TRIPS) * roundTrip;
				if (wait <= SHORT) {
					repeated.add(at(cell, roundTrip));
				}
				else if (wait <= this.bench.settings().longestWait().toMillis()) {
					slow.add(at(cell, roundTrip));
				}
			}
		}
		repeated.removeIf((cell) -> cell.setting().equals(COUNTED));
		this.rounds.run(repeated, this.samples, this::measure);
		once.run(slow, this.samples, this::measure);
		report(counted, report);
	}

	private Map<Metric, Double> measure(Cell cell) throws Exception {
		return this.bench.overLink(cell, Duration.ofMillis(Integer.parseInt(cell.setting())));
	}

	private void add(List<Cell> cells, Work work) {
		for (Tool tool : this.bench.available(Tool.values())) {
			boolean needless = work.applied() && (tool == Tool.PSQL || tool == Tool.BARE_ONE);
			if (tool != Tool.NONE && !tool.isProcessed() && !needless) {
				cells.add(new Cell(work, tool, COUNTED));
			}
		}
	}

	/** What needs tens of thousands of round trips says nothing new of psql or dbmate. */
	private void addStarters(List<Cell> cells, Work work) {
		for (Tool tool : List.of(Tool.SLIPWAY, Tool.FLYWAY, Tool.LIQUIBASE, Tool.BARE)) {
			if (!this.bench.leavesOut(work, tool)) {
				cells.add(new Cell(work, tool, COUNTED));
			}
		}
	}

	private static Cell at(Cell cell, int roundTrip) {
		return new Cell(cell.work(), cell.tool(), String.valueOf(roundTrip));
	}

	private void report(List<Cell> counted, Report report) {
		report.heading("On the wire");
		report.paragraph("Counted by a proxy, which also delays: a round trip takes the time above the column, and a "
				+ "connection takes one more. The pool of a JVM has its connection before; dbmate and psql connect within "
				+ "what is counted. ≈ is computed from the round trips, not measured.");
		Table table = new Table("work", "tool", "round trips", "connections", "to the server", "from the server",
				"at 0 ms", "at 10 ms", "at 50 ms");
		for (Cell cell : counted) {
			String failure = this.samples.failure(cell);
			if (failure != null) {
				report.failure(cell + ": " + failure);
				continue;
			}
			List<String> values = new ArrayList<>(List.of(cell.work().label(), cell.tool().label(),
					Numbers.count(this.samples.median(cell, Metric.ROUND_TRIPS)),
					Numbers.count(this.samples.median(cell, Metric.CONNECTIONS)),
					Numbers.kilobytes(this.samples.median(cell, Metric.SENT)),
					Numbers.kilobytes(this.samples.median(cell, Metric.RECEIVED))));
			for (int roundTrip : ROUND_TRIPS) {
				values.add(time(cell, roundTrip));
			}
			table.add(values);
		}
		report.table(table);
	}

	private String time(Cell cell, int roundTrip) {
		double measured = this.samples.median(at(cell, roundTrip), Metric.MILLISECONDS);
		if (!Double.isNaN(measured)) {
			return Numbers.milliseconds(measured);
		}
		return "≈ " + Numbers.milliseconds(this.samples.median(cell, Metric.MILLISECONDS)
				+ this.samples.median(cell, Metric.ROUND_TRIPS) * roundTrip);
	}

}
