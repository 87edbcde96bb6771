package dev.slipway.engine.adopt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationReader;
import dev.slipway.engine.script.ReadingRules;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LineEnds}.
 */
class LineEndsTests {

	private static final String CHUNK = "-".repeat(8191);

	@TempDir
	private Path folder;

	static List<String> texts() {
		return List.of("select 1;\n", "select 1;\r\n", "select\r1;", "--\r\n\r\n--\n\n--\r\r\n--\r", CHUNK + "\r\n",
				CHUNK + "\r" + CHUNK + "\n", "\uFEFF-- \u00E9\r\n");
	}

	@ParameterizedTest
	@MethodSource("texts")
	void areThoseOfTheFileAndOfBothKindsOfLineEnds(String text) throws IOException {
		Files.writeString(this.folder.resolve("1_a.sql"), text);
		String shortEnds = text.replace("\r\n", "\n");
		assertThat(LineEnds.checksums("SHA-384", file())).startsWith(digest(text))
			.containsOnlyOnce(digest(shortEnds))
			.containsOnlyOnce(digest(shortEnds.replace("\n", "\r\n")))
			.hasSizeLessThanOrEqualTo(3);
	}

	private Migration file() {
		return MigrationReader
			.read("", List.of("file:" + this.folder), List.of(), new PathMatchingResourcePatternResolver(),
					ReadingRules.DEFAULT)
			.versioned()
			.get(0);
	}

	private static String digest(String text) {
		return FileBytes.digest("SHA-384", text.getBytes(StandardCharsets.UTF_8));
	}

}
