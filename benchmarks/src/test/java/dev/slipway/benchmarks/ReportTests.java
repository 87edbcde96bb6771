package dev.slipway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ReportTests {

	@TempDir
	private Path folder;

	@Test
	void onlyTheTextBetweenTheMarkersIsReplaced() throws IOException {
		String document = "# Mine\n" + Report.BEGIN + "\nold\n" + Report.END + "\nmine, too\n";
		String once = Report.between(document, "new\n");
		assertThat(once).isEqualTo("# Mine\n" + Report.BEGIN + "\n\nnew\n\n" + Report.END + "\nmine, too\n");
		assertThat(Report.between(once, "new\n")).isEqualTo(once);
	}

	@Test
	void documentWithoutMarkersIsNotTouched() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> Report.between("# Mine\n", "new"))
			.withMessageContaining(Report.BEGIN);
	}

	@Test
	void tableHasItsNumbersOnTheRight() {
		Table table = new Table("work", "Slipway");
		table.add("a | b", "1 ms");
		assertThat(table.markdown()).isEqualTo("| work | Slipway |\n|---|---:|\n| a \\| b | 1 ms |\n");
		assertThatIllegalArgumentException().isThrownBy(() -> table.add("a"));
	}

	@Test
	void plotIsWrittenBesideTheDocumentWithADotForEachNumber() throws IOException {
		DotPlot plot = new DotPlot("Steps & more");
		plot.add("100 files", Map.of(Tool.SLIPWAY, 20.0, Tool.FLYWAY, 300.0, Tool.PSQL, Double.NaN));
		Report report = new Report();
		report.plot(plot, "a.svg");
		Path document = this.folder.resolve("a.md");
		report.write(document, this.folder.resolve("a.svg"), new Report());
		assertThat(Files.readString(document)).contains("![Steps & more](a.svg)");
		assertThat(Files.readString(this.folder.resolve("a.svg"))).contains("Steps &amp; more")
			.contains("<title>Slipway: 20 ms</title>", "<title>Flyway: 300 ms</title>")
			.doesNotContain("<title>psql", "NaN");
	}

	@Test
	void whatFailedIsListed() {
		Report report = new Report();
		report.failure("Flyway: no server\nwith a trace");
		assertThat(report.markdown()).isEqualTo("### Not measured\n\n- Flyway: no server\n");
	}

}
