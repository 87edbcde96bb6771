package dev.slipway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * What a tool adds to the jars of an application, and which of our packages costs what.
 */
final class JarBytes {

	private final ClassPaths classPaths;

	JarBytes(ClassPaths classPaths) {
		this.classPaths = classPaths;
	}

	void measure(Report report) throws IOException {
		report.heading("Jars");
		Table added = new Table("tool", "jars added", "bytes");
		for (Tool tool : List.of(Tool.SLIPWAY, Tool.FLYWAY, Tool.LIQUIBASE)) {
			List<Path> jars = this.classPaths.added(tool);
			long bytes = 0;
			for (Path jar : jars) {
				bytes += Files.size(jar);
			}
			added.add(tool.label(), String.valueOf(jars.size()), Numbers.kilobytes(bytes));
		}
		report.table(added);
		report.paragraph("Of Slipway's jar, compressed, by package:");
		Table packages = new Table("package", "classes", "bytes");
		for (Path jar : this.classPaths.added(Tool.SLIPWAY)) {
			if (jar.getFileName().toString().contains("autoconfigure")) {
				addPackages(jar, packages);
			}
		}
		report.table(packages);
	}

	/** Largest first. */
	private static void addPackages(Path jar, Table table) throws IOException {
		Map<String, long[]> packages = new TreeMap<>();
		try (JarFile file = new JarFile(jar.toFile())) {
			for (JarEntry entry : Collections.list(file.entries())) {
				String name = entry.getName();
				boolean code = name.endsWith(".class");
				String folder = code ? name.substring(0, name.lastIndexOf('/')).replace('/', '.') : "other files";
				long[] sums = packages.computeIfAbsent(folder, (key) -> new long[2]);
				sums[0] += code ? 1 : 0;
				sums[1] += entry.getCompressedSize();
			}
		}
		packages.entrySet()
			.stream()
			.sorted((first, second) -> Long.compare(second.getValue()[1], first.getValue()[1]))
			.forEach((entry) -> table.add("`" + entry.getKey() + "`", String.valueOf(entry.getValue()[0]),
					Numbers.kilobytes(entry.getValue()[1])));
	}

}
