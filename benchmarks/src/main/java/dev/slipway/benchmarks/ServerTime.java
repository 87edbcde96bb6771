package dev.slipway.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.testing.Cluster;
import dev.slipway.testing.TestDatabase;

/**
 * The time that the server itself spends on a file, as {@code pg_stat_statements} tells
 * it. On a server of its own, since counting costs time.
 */
final class ServerTime {

	private static final String PER_DATABASE = """
			select sum(total_exec_time + total_plan_time) || '|' || sum(calls)
			from pg_stat_statements join pg_database on oid = dbid where datname = '%s'""";

	private final Bench bench;

	private final Path programs;

	/**
	 * Create a measurement.
	 * @param programs the folder of the server's programs
	 */
	ServerTime(Bench bench, Path programs) {
		this.bench = bench;
		this.programs = programs;
	}

	void measure(Report report) throws Exception {
		report.heading("The server's time for a file");
		String library = this.bench.cluster()
			.database("postgres")
			.query("select setting from pg_config where name = 'PKGLIBDIR'")
			.get(0);
		if (!Files.exists(Path.of(library, "pg_stat_statements.so"))) {
			report.paragraph("Not measured: this PostgreSQL has no `pg_stat_statements`.");
			return;
		}
		try (Cluster counting = Cluster.start(this.programs, "shared_preload_libraries=pg_stat_statements",
				"pg_stat_statements.track_planning=on", "pg_stat_statements.max=50000")) {
			counting.execute("create extension pg_stat_statements");
			measure(this.bench.on(counting), counting, report);
		}
	}

	private static void measure(Bench bench, Cluster counting, Report report) throws Exception {
		List<Work> works = new ArrayList<>(List.of(Work.pending(bench.settings().quick() ? 20 : 100, 12)));
		works.add(Work.pending(bench.settings().quick() ? 20 : 200, 1));
		report.paragraph(
				"Planning and execution by `pg_stat_statements`, of everything that a tool sends, divided by the "
						+ "files; and how many statements that is for a file. Writing to disk at the commit is part of it. One run.");
		Table table = new Table("work", "tool", "for a file", "statements for a file");
		for (Work work : works) {
			for (Tool tool : bench.available(Tool.SLIPWAY, Tool.FLYWAY, Tool.LIQUIBASE, Tool.DBMATE, Tool.PSQL,
					Tool.BARE)) {
				Cell cell = new Cell(work, tool, "server");
				TestDatabase database = bench.database(cell);
				try {
					bench.stepIn(cell, database);
					String[] sums = counting.database("postgres")
						.query(PER_DATABASE.formatted(database.name()))
						.get(0)
						.split("\\|");
					table.add(work.label(), tool.label(),
							Numbers.milliseconds(Double.parseDouble(sums[0]) / work.files()),
							"%.1f".formatted(Double.parseDouble(sums[1]) / work.files()));
				}
				finally {
					bench.done(cell, database);
				}
			}
		}
		report.table(table);
	}

}
