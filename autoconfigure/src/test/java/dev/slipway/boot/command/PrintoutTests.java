package dev.slipway.boot.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.slipway.MigrationReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is printed reaches people and programs as it should.
 */
class PrintoutTests {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final PrintStream err = System.err;

	@AfterEach
	void restore() {
		ResultStream.giveBack();
		System.setErr(this.err);
	}

	@Test
	void jsonIsUtf8WhateverTheStreamIs() {
		PrintStream ascii = new PrintStream(this.bytes, false, StandardCharsets.US_ASCII);
		new Printout(ascii).json(Map.of("name", "größe 漢字 😀"));
		assertThat(this.bytes.toString(StandardCharsets.UTF_8)).isEqualTo("{\"name\":\"größe 漢字 😀\"}\n");
	}

	@Test
	void jsonCannotControlATerminal() {
		String hostile = "\u001b[31m\u0085\u009b\u2028\u202e\ud800\udb40\udc41\n\t\"";
		new Printout(new PrintStream(this.bytes)).json(Map.of("name", hostile));
		String json = this.bytes.toString(StandardCharsets.UTF_8);
		assertThat(json.strip()).matches("[ -~]+");
		assertThat(JsonParserFactory.getJsonParser().parseMap(json)).containsEntry("name", hostile);
	}

	@Test
	void loneSurrogatesAreEscaped() throws IOException {
		StringWriter text = new StringWriter();
		try (PrintableJson json = new PrintableJson(text)) {
			json.write("\ud83d|\ude00|\ud83d\ude00|\ud83d");
			json.flush();
		}
		assertThat(text).hasToString("\\ud83d|\\ude00|\ud83d\ude00|\\ud83d");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			abc        | 3
			größe      | 5
			e\u0301    | 1
			漢字        | 4
			ｱ          | 1
			한글        | 4
			\u1112\u1161\u11ab | 2
			😀         | 2
			✅         | 2
			""")
	void widthIsThatOnATerminal(String text, int columns) {
		assertThat(TextWidth.of(text)).isEqualTo(columns);
	}

	@Test
	void whatTheApplicationPrintsIsNoPartOfTheResult() {
		PrintStream out = System.out;
		System.setErr(new PrintStream(this.bytes));
		ResultStream.keep("status");
		System.out.print("noise");
		assertThat(ResultStream.get()).isSameAs(out);
		assertThat(this.bytes).hasToString("noise");
		ResultStream.giveBack();
		assertThat(System.out).isSameAs(out);
	}

	@Test
	void progressIsOneLineOfTheTerminal() {
		RunProgress progress = new RunProgress(new PrintStream(this.bytes, true, StandardCharsets.UTF_8));
		progress.runStarted("a", 2);
		progress.filesTried("a", List.of("1_x"));
		progress.migrationApplied("a", new MigrationReport.Applied("1", "x", "1_x", Duration.ZERO, Instant.EPOCH));
		progress.filesTried("a", List.of("2_\u001b" + "字".repeat(60), "3_y"));
		progress.runFailed("a", new IllegalStateException());
		String[] lines = this.bytes.toString(StandardCharsets.UTF_8).split("\r");
		assertThat(lines).hasSize(3);
		assertThat(lines[0]).isEqualTo("Service 'a': 0 of 2 applied, now 1_x");
		assertThat(lines[1]).startsWith("Service 'a': 1 of 2 applied, now 2_\\u001B字").hasSizeLessThan(79);
		assertThat(lines[2]).isBlank();
	}

	@Test
	void nothingPendingIsNoProgress() {
		new RunProgress(new PrintStream(this.bytes)).runStarted("a", 0);
		assertThat(this.bytes.size()).isZero();
	}

}
