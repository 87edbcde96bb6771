package dev.slipway.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.slipway.testing.TestDatabase;

import org.springframework.aot.AotDetector;

/**
 * The whole process, from its start to its first answer over HTTP.
 */
final class Starts {

	private static final List<Tool> TOOLS = List.of(Tool.SLIPWAY, Tool.SLIPWAY_INDEX, Tool.FLYWAY, Tool.LIQUIBASE);

	private static final String PROCESS = "whole process";

	private static final Cell WITHOUT = new Cell(Work.applied(0), Tool.NONE, PROCESS);

	/** The same for what is processed ahead of time, which starts faster. */
	private static final Cell WITHOUT_PROCESSED = new Cell(Work.applied(0), Tool.NONE_PROCESSED, PROCESS);

	private final Bench bench;

	private final Samples samples = new Samples();

	private final List<Work> works = new ArrayList<>();

	Starts(Bench bench) {
		this.bench = bench;
		this.works.add(Work.applied(100));
		if (!bench.settings().quick()) {
			this.works.add(Work.applied(1000));
			this.works.add(Work.applied(5000));
			this.works.add(Work.pending(100, 1));
			this.works.add(Work.pending(1000, 1));
		}
	}

	void measure(Rounds rounds, Report report) throws InterruptedException {
		List<Cell> cells = new ArrayList<>(List.of(WITHOUT, WITHOUT_PROCESSED));
		for (Work work : this.works) {
			for (Tool tool : TOOLS) {
				boolean needless = tool.isProcessed() && !work.applied();
				if (!needless && !this.bench.leavesOut(work, tool)) {
					cells.add(new Cell(work, tool, PROCESS));
				}
			}
		}
		rounds.prepare(cells, this.samples, this::prepare);
		rounds.run(cells, this.samples, this::measure);
		report(cells, report);
	}

	private void prepare(Cell cell) throws Exception {
		this.bench.prepare(cell, Bench.Jvm.FRESH);
		if (LoadedClasses.canTell(cell)) {
			LoadedClasses loaded = this.bench.loadedClasses();
			start(loaded.logged(command(cell, this.bench.database(cell))));
			loaded.require(cell);
		}
	}

	private Map<Metric, Double> measure(Cell cell) throws Exception {
		TestDatabase database = this.bench.database(cell);
		try {
			return start(command(cell, database));
		}
		finally {
			this.bench.done(cell, database);
		}
	}

	private List<String> command(Cell cell, TestDatabase database) throws IOException, InterruptedException {
		return this.bench.java(cell, "MeasuredApplication",
				cell.tool().isProcessed() ? List.of("-D" + AotDetector.AOT_ENABLED + "=true") : List.of(),
				"--spring.datasource.url=" + Bench.url(cell, database), "--server.port=0");
	}

	private static Map<Metric, Double> start(List<String> command) throws IOException {
		long begin = System.nanoTime();
		try (MeasuredJvm process = MeasuredJvm.start(command)) {
			int port = (int) MeasuredJvm.number(process.await("port"), "port");
			requireAnswer(port);
			Map<Metric, Double> sample = new EnumMap<>(Metric.class);
			sample.put(Metric.MILLISECONDS, (System.nanoTime() - begin) / 1e6);
			return sample;
		}
	}

	private static void requireAnswer(int port) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/")
			.toURL()
			.openConnection();
		try (BufferedReader answer = new BufferedReader(
				new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
			if (!"ready".equals(answer.readLine())) {
				throw new IOException("the application answered something else");
			}
		}
	}

	private void report(List<Cell> cells, Report report) {
		report.heading("The whole process to its first HTTP answer");
		report.paragraph("A web application whose answer comes from its database. Without migrations: "
				+ Numbers.milliseconds(this.samples.median(WITHOUT, Metric.MILLISECONDS)) + ", and "
				+ Numbers.milliseconds(this.samples.median(WITHOUT_PROCESSED, Metric.MILLISECONDS))
				+ " if it is processed ahead of time, as an application with an index is. The table shows what is added "
				+ "to that: the median of the differences within a round, and in brackets of how many.");
		List<String> header = new ArrayList<>(List.of("work"));
		TOOLS.forEach((tool) -> header.add(tool.label()));
		Table table = new Table(header);
		for (Work work : this.works) {
			List<String> values = new ArrayList<>(List.of(work.label()));
			for (Tool tool : TOOLS) {
				Cell cell = new Cell(work, tool, PROCESS);
				String added = Numbers.added(this.samples.difference(cell,
						tool.isProcessed() ? WITHOUT_PROCESSED : WITHOUT, Metric.MILLISECONDS));
				values.add((this.samples.count(cell) == 0) ? added : added + " (" + this.samples.count(cell) + ")");
			}
			table.add(values);
		}
		report.table(table);
		for (Cell cell : cells) {
			String failure = this.samples.failure(cell);
			if (failure != null) {
				report.failure(cell + ": " + failure);
			}
		}
	}

}
