package dev.slipway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What was measured, and on what: neither names of hosts nor paths.
 */
final class Machine {

	private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

	private static final Path MEMORY = Path.of("/proc/meminfo");

	private final Bench bench;

	Machine(Bench bench) {
		this.bench = bench;
	}

	void describe(Report report, List<String> arguments, String took) throws IOException, InterruptedException {
		ClassPaths jars = this.bench.classPaths();
		List<String> shown = arguments.stream()
			.filter((argument) -> !argument.startsWith("--report="))
			.map((argument) -> argument.replaceFirst("^(--dbmate|--jdk)=.*", "$1=FOLDER"))
			.toList();
		report.paragraph("Made by `benchmarks/run" + (shown.isEmpty() ? "" : " ") + String.join(" ", shown) + "` in "
				+ took + ", on " + Runtime.getRuntime().availableProcessors() + " cores" + processor() + ", " + memory()
				+ System.getProperty("os.name") + ".");
		String server = this.bench.cluster().database("postgres").query("show server_version").get(0);
		StringBuilder versions = new StringBuilder("JDK ").append(this.bench.jdk().version())
			.append(", PostgreSQL ")
			.append(server.split(" ")[0])
			.append(" with its default settings on the same machine, pgjdbc ")
			.append(jars.version(Tool.NONE, "postgresql"))
			.append(", Spring Boot ")
			.append(jars.version(Tool.NONE, "spring-boot"))
			.append(", Slipway ")
			.append(jars.version(Tool.SLIPWAY, "slipway-spring-boot-autoconfigure"))
			.append(", Flyway ")
			.append(jars.version(Tool.FLYWAY, "flyway-core"))
			.append(", Liquibase ")
			.append(jars.version(Tool.LIQUIBASE, "liquibase-core"));
		if (this.bench.settings().dbmate() != null) {
			versions.append(", dbmate ").append(new Dbmate(this.bench.settings().dbmate()).version());
		}
		versions.append('.');
		if (this.bench.settings().dbmate() == null) {
			versions.append(" dbmate was left out: no `--dbmate=FOLDER` names where npm has installed it.");
		}
		if (this.bench.available(Tool.PSQL).isEmpty()) {
			versions.append(" psql was left out: it is not installed.");
		}
		if (!this.bench.jdk().hasAotCache()) {
			versions.append(" Nothing was measured with an AOT cache: that needs JDK 25.");
		}
		report.paragraph(versions.toString());
	}

	private static String processor() throws IOException {
		if (!Files.isReadable(PROCESSOR)) {
			return "";
		}
		return Files.readAllLines(PROCESSOR)
			.stream()
			.filter((line) -> line.startsWith("model name"))
			.findFirst()
			.map((line) -> " (" + line.substring(line.indexOf(':') + 1).strip() + ")")
			.orElse("");
	}

	private static String memory() throws IOException {
		if (!Files.isReadable(MEMORY)) {
			return "";
		}
		long kilobytes = Files.readAllLines(MEMORY)
			.stream()
			.filter((line) -> line.startsWith("MemTotal:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
			.findFirst()
			.orElse(0);
		return String.format(Locale.ROOT, "%d GiB, ", Math.round(kilobytes / 1024.0 / 1024.0));
	}

}
