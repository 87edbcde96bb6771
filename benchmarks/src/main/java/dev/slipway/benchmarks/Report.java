package dev.slipway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a run has found: it stands between two markers of a document, whose other text is
 * a person's.
 */
final class Report {

	static final String BEGIN = "<!-- measured by benchmarks/run: from here -->";

	static final String END = "<!-- measured by benchmarks/run: to here -->";

	private final StringBuilder text = new StringBuilder();

	private final List<String> failures = new ArrayList<>();

	private @Nullable DotPlot plot;

	void heading(String heading) {
		this.text.append("\n### ").append(heading).append("\n\n");
	}

	void paragraph(String sentences) {
		this.text.append(sentences).append("\n\n");
	}

	void table(Table table) {
		this.text.append(table.markdown()).append('\n');
	}

	/** The plot, which stands where this is called. */
	void plot(DotPlot plot, String file) {
		this.plot = plot;
		this.text.append("![").append(plot.title()).append("](").append(file).append(")\n\n");
	}

	/** Note what could not be measured. */
	void failure(String what) {
		this.failures.add(what);
	}

	List<String> failures() {
		return this.failures;
	}

	String markdown() {
		StringBuilder all = new StringBuilder(this.text);
		if (!this.failures.isEmpty()) {
			all.append("\n### Not measured\n\n");
			this.failures
				.forEach((failure) -> all.append("- ").append(failure.lines().findFirst().orElse("")).append('\n'));
		}
		return all.toString().strip() + "\n";
	}

	/**
	 * Write the report, and the plot beside it.
	 * @param document a Markdown file with both markers, or one that does not exist
	 * @param plotFile the file of the plot
	 * @param head what stands before it
	 * @throws IOException if the document has not both markers, or cannot be written
	 */
	void write(Path document, Path plotFile, Report head) throws IOException {
		String before = Files.exists(document) ? Files.readString(document) : BEGIN + "\n" + END + "\n";
		if (document.toAbsolutePath().getParent() != null) {
			Files.createDirectories(document.toAbsolutePath().getParent());
		}
		Files.writeString(document, between(before, head.markdown() + "\n" + markdown()));
		if (this.plot != null) {
			Files.writeString(plotFile, this.plot.svg());
		}
	}

	/**
	 * Return a document with another text between its markers.
	 * @throws IOException if it has not both markers
	 */
	static String between(String document, String text) throws IOException {
		int begin = document.indexOf(BEGIN);
		int end = document.indexOf(END);
		if (begin < 0 || end < begin) {
			throw new IOException("the document has not the lines " + BEGIN + " and " + END);
		}
		return document.substring(0, begin + BEGIN.length()) + "\n\n" + text + "\n" + document.substring(end);
	}

}
