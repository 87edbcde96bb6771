package dev.slipway.engine.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.ScriptStatements;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlStatement.Kind;
import dev.slipway.testing.LayoutFolder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Golden files: what is read of the folder of each layout, in
 * {@code expect.statements.txt} beside its files. After a change that is meant, the text
 * that a failing test writes below {@code target/layouts} takes its place, once it was
 * read.
 */
class LayoutGoldenTests {

	@ParameterizedTest
	@MethodSource("dev.slipway.testing.LayoutFolder#all")
	void filesAreReadAsExpected(LayoutFolder folder) throws Exception {
		String actual = describe(folder);
		Path golden = folder.path().resolve("expect.statements.txt");
		Path written = Files.createDirectories(Path.of("target", "layouts")).resolve(folder.name() + ".txt");
		Files.writeString(written, actual);
		assertThat(actual).isEqualTo(Files.exists(golden) ? Files.readString(golden) : "");
	}

	/** What a build knows of the files says the same as their text. */
	@ParameterizedTest
	@MethodSource("dev.slipway.testing.LayoutFolder#all")
	void filesInAnArchiveOfWhichABuildHasAnIndexAreReadAsExpected(LayoutFolder folder, @TempDir Path temporary)
			throws Exception {
		Path jar = temporary.resolve("m.jar");
		List<String> locations = new ArrayList<>();
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
			for (String location : folder.locations()) {
				Path root = Path.of(location.substring("file:".length()));
				locations.add("classpath:" + root.getFileName());
				try (Stream<Path> files = Files.walk(root)) {
					for (Path file : files.filter(Files::isRegularFile).toList()) {
						out.putNextEntry(new ZipEntry(root.getFileName() + "/" + root.relativize(file)));
						Files.copy(file, out);
					}
				}
			}
		}
		try (URLClassLoader loader = new URLClassLoader(new URL[] { jar.toUri().toURL() }, null)) {
			DefaultResourceLoader resources = new DefaultResourceLoader(loader);
			FileIndex index = IndexedFiles.of(locations, resources);
			MigrationSet set = MigrationReader.read("", locations, List.of(),
					new PathMatchingResourcePatternResolver(resources), ClassPath.listed(resources, index),
					folder.rules(), List.of());
			assertThat(describe(set)).isEqualTo(describe(folder));
		}
	}

	private static String describe(LayoutFolder folder) throws IOException {
		return describe(MigrationReader.read("", folder.locations(), List.of(),
				new PathMatchingResourcePatternResolver(), folder.rules()));
	}

	private static String describe(MigrationSet set) throws IOException {
		StringBuilder text = new StringBuilder();
		for (Migration migration : Stream.of(set.baselines(), set.versioned(), set.repeatables())
			.flatMap(List::stream)
			.toList()) {
			text.append(migration.fileName()).append("\n  ").append(migration.kind().name().toLowerCase(Locale.ROOT));
			text.append((migration.version() != null) ? " " + migration.version() : "");
			text.append(" '").append(migration.name()).append(migration.byName() ? "', by its name" : "'").append("\n");
			describe(migration.script(), text);
			if (migration.undo() != null) {
				assertThat(migration.undo().parse()).isEmpty();
			}
			migration.undoScript()
				.ifPresent((undo) -> text.append("  undo: ").append(oneLine(undo.text().orElseThrow())).append("\n"));
		}
		for (Callback callback : set.callbacks()) {
			text.append(callback.fileName()).append("\n  ").append(callback.event()).append("\n");
			describe(callback.script(), text);
		}
		return text.toString();
	}

	private static void describe(Script script, StringBuilder text) throws IOException {
		assertThat(script.parse()).isEmpty();
		if (!script.parsed().transactional()) {
			text.append("  not in one transaction: ").append(script.parsed().reason()).append("\n");
		}
		try (ScriptStatements statements = script.open()) {
			for (SqlStatement next = statements.next(); next != null; next = statements.next()) {
				text.append("  ").append(next.line()).append(": ");
				text.append((next.kind() != Kind.PLAIN) ? next.kind() + " " : "").append(oneLine(next.text()));
				if (next.kind() == Kind.COPY_STREAM) {
					ByteArrayOutputStream data = new ByteArrayOutputStream();
					statements.writeData(data);
					text.append(" <- ").append(oneLine(data.toString(StandardCharsets.UTF_8)));
				}
				text.append("\n");
			}
		}
	}

	private static String oneLine(String text) {
		return text.replace("\r", "␍").replace("\n", "⏎");
	}

}
