package dev.slipway.sample.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;

/**
 * The Dockerfile of the sample, as its stages and their statements. It reads what that
 * file uses of the format: a statement per line, comments, {@code ENTRYPOINT} as JSON.
 */
final class Dockerfile {

	private final List<Stage> stages = new ArrayList<>();

	private Dockerfile() {
	}

	static Dockerfile read(Path file) {
		Dockerfile dockerfile = new Dockerfile();
		try {
			for (String line : Files.readAllLines(file)) {
				if (!line.isBlank() && !line.startsWith("#")) {
					dockerfile.add(Statement.of(line));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return dockerfile;
	}

	private void add(Statement statement) {
		if (statement.instruction().equals("FROM")) {
			List<String> words = statement.words();
			String name = (words.size() == 3 && words.get(1).equals("AS")) ? words.get(2) : "";
			this.stages.add(new Stage(words.get(0), name, new ArrayList<>()));
		}
		else {
			last().statements().add(statement);
		}
	}

	List<Stage> stages() {
		return this.stages;
	}

	/** Return the stage that becomes the image. */
	Stage last() {
		return this.stages.get(this.stages.size() - 1);
	}

	/**
	 * A stage.
	 *
	 * @param base the image that it begins with
	 * @param name its name; empty if it has none
	 * @param statements what follows {@code FROM}
	 */
	record Stage(String base, String name, List<Statement> statements) {

		/** Return the arguments of the only statement with an instruction. */
		String only(String instruction) {
			List<Statement> found = all(instruction);
			if (found.size() != 1) {
				throw new IllegalStateException(instruction + " stands " + found.size() + " times in " + this);
			}
			return found.get(0).arguments();
		}

		List<Statement> all(String instruction) {
			return this.statements.stream().filter((statement) -> statement.instruction().equals(instruction)).toList();
		}

		/**
		 * Return what a container runs.
		 * @throws IllegalStateException if it is no JSON: then a shell would be needed
		 */
		List<String> entrypoint() {
			JsonElement words = JsonParser.parseString(only("ENTRYPOINT"));
			return words.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList();
		}

	}

	/**
	 * A statement.
	 *
	 * @param instruction its first word
	 * @param arguments what follows it
	 */
	record Statement(String instruction, String arguments) {

		private static Statement of(String line) {
			if (line.endsWith("\\")) {
				throw new IllegalStateException("this test does not read statements of several lines: " + line);
			}
			String[] parts = line.split("\\s+", 2);
			return new Statement(parts[0], parts[1].strip());
		}

		/** Return the arguments without options such as {@code --from=layers}. */
		List<String> words() {
			return split().filter((word) -> !isOption(word)).toList();
		}

		/** Return the value of an option, or an empty string. */
		String option(String name) {
			String prefix = "--" + name + "=";
			return split().filter((word) -> isOption(word) && word.startsWith(prefix))
				.map((word) -> word.substring(prefix.length()))
				.findFirst()
				.orElse("");
		}

		/** The options of RUN are those of its program. */
		private boolean isOption(String word) {
			return word.startsWith("--") && !this.instruction.equals("RUN");
		}

		private Stream<String> split() {
			return Arrays.stream(this.arguments.split("\\s+"));
		}

	}

}
