package dev.slipway.engine.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.ScriptStatements;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlStatement.Kind;
import dev.slipway.testing.LayoutFolder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

	private static String describe(LayoutFolder folder) throws IOException {
		MigrationSet set = MigrationReader.read("", folder.locations(), List.of(),
				new PathMatchingResourcePatternResolver(), folder.rules());
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
