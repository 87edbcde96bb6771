package dev.slipway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

import dev.slipway.Layout;
import dev.slipway.engine.script.ReadingRules;

/**
 * A folder of migrations in the layout of one tool, with what is expected of it.
 *
 * @param path the folder
 */
public record LayoutFolder(Path path) {

	private static final String PLACEHOLDER = "slipway.placeholders.";

	private static final Path ALL = Path.of("src", "test", "resources", "layouts");

	/**
	 * Return the folders of all layouts.
	 */
	public static Stream<LayoutFolder> all() {
		try {
			List<LayoutFolder> folders = new ArrayList<>();
			try (Stream<Path> children = Files.list(ALL)) {
				children.filter((child) -> Files.exists(child.resolve("expect.sql.txt")))
					.sorted()
					.forEach((child) -> folders.add(new LayoutFolder(child)));
			}
			return folders.stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the folder's name, which is the layout's.
	 */
	public String name() {
		return this.path.getFileName().toString();
	}

	/**
	 * Return the folder, and the one with the files before its own where there is one.
	 */
	public List<String> locations() {
		Path before = this.path.resolveSibling(name() + "-before");
		return Stream.of(this.path, before).filter(Files::exists).map((folder) -> "file:" + folder).toList();
	}

	/**
	 * Return queries of one value each, with that value.
	 */
	public Map<String, String> expectations() {
		Map<String, String> expectations = new LinkedHashMap<>();
		for (String line : lines(this.path.resolve("expect.sql.txt"))) {
			int arrow = line.lastIndexOf(" => ");
			if (arrow > 0) {
				expectations.put(line.substring(0, arrow), line.substring(arrow + 4));
			}
		}
		return expectations;
	}

	/**
	 * Return how the files are to be read.
	 */
	public ReadingRules rules() {
		Map<String, String> settings = settings();
		Map<String, String> placeholders = new LinkedHashMap<>();
		settings.forEach((name, value) -> {
			if (name.startsWith(PLACEHOLDER)) {
				placeholders.put(name.substring(PLACEHOLDER.length()), value);
			}
		});
		String layout = settings.get("slipway.layout");
		String replacement = settings.get("slipway.placeholder-replacement");
		return ReadingRules.DEFAULT
			.withLayout((layout != null) ? Layout.valueOf(layout.toUpperCase(Locale.ROOT).replace('-', '_')) : null)
			.withMixedLayouts(Boolean.parseBoolean(settings.get("slipway.mixed-layouts")))
			.withPlaceholderReplacement((replacement != null) ? Boolean.valueOf(replacement) : null)
			.withPlaceholders(placeholders);
	}

	private Map<String, String> settings() {
		Properties properties = new Properties();
		Path file = this.path.resolve("expect.properties");
		if (Files.exists(file)) {
			try (InputStream in = Files.newInputStream(file)) {
				properties.load(in);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		Map<String, String> settings = new LinkedHashMap<>();
		properties.stringPropertyNames().forEach((name) -> settings.put(name, properties.getProperty(name)));
		return settings;
	}

	private static List<String> lines(Path file) {
		try {
			return Files.readAllLines(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return name();
	}

}
