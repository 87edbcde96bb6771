package dev.slipway.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The step alone, in a JVM that has not taken it before.
 */
final class Steps {

	private static final Tool[] TOOLS = { Tool.SLIPWAY, Tool.SLIPWAY_INDEX, Tool.FLYWAY, Tool.LIQUIBASE, Tool.DBMATE,
			Tool.PSQL, Tool.BARE, Tool.BARE_ONE };

	private final Bench bench;

	private final Samples samples = new Samples();

	private final List<Row> rows = new ArrayList<>();

	Steps(Bench bench) {
		this.bench = bench;
		boolean quick = bench.settings().quick();
		add(Work.applied(100), Bench.Jvm.FRESH);
		add(Work.applied(100), Bench.Jvm.CONTEXT);
		if (bench.jdk().hasAotCache()) {
			add(Work.applied(100), Bench.Jvm.AOT);
		}
		if (!quick) {
			add(Work.applied(1000), Bench.Jvm.FRESH);
			add(Work.applied(5000), Bench.Jvm.FRESH);
		}
		add(Work.pending(quick ? 20 : 100, 12), Bench.Jvm.FRESH);
		if (!quick) {
			add(Work.pending(1000, 12), Bench.Jvm.FRESH);
			add(Work.pending(1000, 1), Bench.Jvm.FRESH);
		}
	}

	void measure(Rounds rounds, Report report, String plotFile) throws InterruptedException {
		List<Cell> cells = new ArrayList<>();
		for (Row row : this.rows) {
			for (Tool tool : tools(row)) {
				cells.add(row.cell(tool));
			}
		}
		rounds.prepare(cells, this.samples, (cell) -> this.bench.prepareStep(cell, Bench.Jvm.valueOf(cell.setting())));
		rounds.run(cells, this.samples, (cell) -> this.bench.step(cell, Bench.Jvm.valueOf(cell.setting())));
		cells.forEach((cell) -> report(cell, report));
		report.heading("The step alone");
		report.paragraph("From the call to its return, in a JVM that has not made it before, with a pool that has its "
				+ "connection. dbmate and psql are whole processes. Medians; a number in brackets tells how often, where "
				+ "that is not " + this.bench.settings().repetitions()
				+ ". Ratios are medians of those within a round.");
		report.table(times());
		report.plot(plot(), plotFile);
		report.paragraph("Bytes that the JVM has allocated in that time, and classes that it has loaded:");
		report.table(costs());
	}

	private void add(Work work, Bench.Jvm jvm) {
		this.rows.add(new Row(work, jvm));
	}

	private List<Tool> tools(Row row) {
		List<Tool> tools = new ArrayList<>(this.bench.available(TOOLS));
		if (row.work.applied()) {
			tools.remove(Tool.PSQL);
			tools.remove(Tool.BARE_ONE);
		}
		else {
			// Its index tells only that nothing is pending.
			tools.remove(Tool.SLIPWAY_INDEX);
		}
		tools.removeIf((tool) -> this.bench.leavesOut(row.work, tool));
		if (row.jvm != Bench.Jvm.FRESH || row.work.files() > 1000) {
			tools.remove(Tool.DBMATE);
		}
		return tools;
	}

	private Table times() {
		List<String> header = new ArrayList<>(List.of("work"));
		List<Tool> tools = this.bench.available(TOOLS);
		tools.forEach((tool) -> header.add(tool.label()));
		header.addAll(List.of("Slipway : bare", "Slipway : one message", "Slipway : Flyway", "Slipway : Liquibase",
				"with its index : without"));
		Table table = new Table(header);
		for (Row row : this.rows) {
			List<String> values = new ArrayList<>(List.of(row.label()));
			tools.forEach((tool) -> values.add(time(row.cell(tool))));
			for (Tool other : List.of(Tool.BARE, Tool.BARE_ONE, Tool.FLYWAY, Tool.LIQUIBASE)) {
				values.add(Numbers
					.ratio(this.samples.ratio(row.cell(Tool.SLIPWAY), row.cell(other), Metric.MILLISECONDS)));
			}
			values.add(Numbers
				.ratio(this.samples.ratio(row.cell(Tool.SLIPWAY_INDEX), row.cell(Tool.SLIPWAY), Metric.MILLISECONDS)));
			table.add(values);
		}
		return table;
	}

	private String time(Cell cell) {
		int count = this.samples.count(cell);
		String median = Numbers.milliseconds(this.samples.median(cell, Metric.MILLISECONDS));
		return (count == 0 || count == this.bench.settings().repetitions()) ? median : median + " (" + count + ")";
	}

	private Table costs() {
		List<Tool> tools = List.of(Tool.SLIPWAY, Tool.SLIPWAY_INDEX, Tool.FLYWAY, Tool.LIQUIBASE, Tool.BARE);
		List<String> header = new ArrayList<>(List.of("work"));
		tools.forEach((tool) -> header.add(tool.label()));
		Table table = new Table(header);
		for (Row row : this.rows) {
			List<String> values = new ArrayList<>(List.of(row.label()));
			for (Tool tool : tools) {
				Cell cell = row.cell(tool);
				values.add((this.samples.count(cell) == 0) ? Numbers.NONE
						: Numbers.megabytes(this.samples.median(cell, Metric.ALLOCATED)) + ", "
								+ Numbers.count(this.samples.median(cell, Metric.CLASSES)) + " classes");
			}
			table.add(values);
		}
		return table;
	}

	private DotPlot plot() {
		DotPlot plot = new DotPlot("The step alone, milliseconds (logarithmic)");
		for (Row row : this.rows) {
			Map<Tool, Double> values = new EnumMap<>(Tool.class);
			for (Tool tool : tools(row)) {
				values.put(tool, this.samples.median(row.cell(tool), Metric.MILLISECONDS));
			}
			plot.add(row.label(), values);
		}
		return plot;
	}

	private void report(Cell cell, Report report) {
		String failure = this.samples.failure(cell);
		if (failure != null) {
			report.failure(cell + ": " + failure);
		}
	}

	private record Row(Work work, Bench.Jvm jvm) {

		Cell cell(Tool tool) {
			return new Cell(this.work, tool, this.jvm.name());
		}

		String label() {
			return switch (this.jvm) {
				case FRESH -> this.work.label();
				case CONTEXT -> this.work.label() + ", context up";
				case AOT -> this.work.label() + ", AOT cache";
			};
		}

	}

}
