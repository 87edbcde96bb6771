package dev.slipway.secrets;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Sentences in which data is left open, one a line: see {@code wording.txt}, which says
 * how they are written.
 */
final class Wording {

	private static final String ANY_TEXT = ".*";

	private static final Map<String, String> DATA = Map.of("n", "\\d+", "word", "[^\\s,;:'\"]+", "names",
			"(?:[^\\s,]+(?:, [^\\s,]+)*|[^\\s,]+ to [^\\s,]+ \\(\\d+ in all\\))", "words", "[a-z][a-z ()]*", "sqlstate",
			"[0-9A-Z]{5}", "blanks", "[ \\t]*");

	private static final Pattern WILDCARD = Pattern.compile("\\{([a-z]+)\\}");

	private static final Pattern FORM = Pattern.compile("\\{([a-z]+)\\} =(?: (.*))?");

	private final List<Line> lines;

	private final Map<String, List<Line>> parts = new LinkedHashMap<>();

	private final List<Sentence> sentences = new ArrayList<>();

	private Wording(List<Line> lines) {
		this.lines = lines;
	}

	static Wording of(List<String> text) {
		Wording wording = new Wording(
				text.stream().filter((line) -> !line.isBlank() && !line.startsWith("#")).map(Line::of).toList());
		List<Line> whole = wording.lines.stream().filter((line) -> !wording.addForm(line)).toList();
		whole.forEach((line) -> wording.sentences.add(wording.sentence(line)));
		return wording;
	}

	private boolean addForm(Line line) {
		Matcher form = FORM.matcher(line.text());
		if (form.matches()) {
			String text = (form.group(2) != null) ? form.group(2) : "";
			this.parts.computeIfAbsent(form.group(1), (name) -> new ArrayList<>())
				.add(new Line(text, line.rare(), line.source()));
		}
		return form.matches();
	}

	private Sentence sentence(Line line) {
		Map<String, Line> forms = new LinkedHashMap<>();
		String begin = line.text().split("\\{[a-z]+\\}", 2)[0];
		return new Sentence(line, begin, Pattern.compile(expression(line.text(), forms), Pattern.DOTALL), forms);
	}

	private String expression(String text, Map<String, Line> forms) {
		StringBuilder expression = new StringBuilder();
		Matcher wildcard = WILDCARD.matcher(text);
		int at = 0;
		while (wildcard.find()) {
			expression.append(Pattern.quote(text.substring(at, wildcard.start())))
				.append(wildcard(wildcard.group(1), forms));
			at = wildcard.end();
		}
		return expression.append(Pattern.quote(text.substring(at))).toString();
	}

	/** A part is a choice of groups, whose names tell which form was met. */
	private String wildcard(String name, Map<String, Line> forms) {
		if (!this.parts.containsKey(name)) {
			return DATA.getOrDefault(name, ANY_TEXT);
		}
		return this.parts.get(name).stream().map((form) -> {
			String group = "form" + forms.size();
			forms.put(group, form);
			return "(?<" + group + ">" + expression(form.text(), forms) + ")";
		}).collect(Collectors.joining("|", "(?:", ")"));
	}

	/** Return the lines that are there twice. */
	List<String> repeated() {
		Set<String> seen = new HashSet<>();
		return this.lines.stream().map(Line::source).filter((line) -> !seen.add(line.replaceFirst("^~", ""))).toList();
	}

	/**
	 * Hold texts against the sentences.
	 * @param texts the texts, without line feeds
	 * @return where the two differ
	 */
	Differences compare(Collection<String> texts) {
		Set<String> unknown = new LinkedHashSet<>();
		Set<String> met = new HashSet<>();
		for (String text : new LinkedHashSet<>(texts)) {
			boolean known = false;
			for (Sentence sentence : this.sentences) {
				known |= sentence.matches(text, met);
			}
			if (!known) {
				unknown.add(text);
			}
		}
		return new Differences(List.copyOf(unknown),
				this.lines.stream()
					.filter((line) -> !line.rare())
					.map(Line::source)
					.filter((line) -> !met.contains(line))
					.toList());
	}

	/**
	 * Where sentences and texts differ.
	 *
	 * @param unknown texts that no sentence is like
	 * @param unmet lines that no text is like, and that are not marked as rare
	 */
	record Differences(List<String> unknown, List<String> unmet) {
	}

	/**
	 * A line of the file.
	 *
	 * @param text what it says
	 * @param rare whether it may be that no text is like it
	 * @param source the line itself
	 */
	private record Line(String text, boolean rare, String source) {

		static Line of(String source) {
			boolean rare = source.startsWith("~");
			return new Line(rare ? source.substring(1) : source, rare, source);
		}

	}

	/**
	 * A line that is no form of a part.
	 *
	 * @param line the line
	 * @param begin its text up to the first data, by which most sentences are told apart
	 * @param pattern the whole
	 * @param forms the groups of the pattern that are forms of parts
	 */
	private record Sentence(Line line, String begin, Pattern pattern, Map<String, Line> forms) {

		boolean matches(String text, Set<String> met) {
			Matcher matcher = this.pattern.matcher(text);
			if (!text.startsWith(this.begin) || !matcher.matches()) {
				return false;
			}
			met.add(this.line.source());
			this.forms.forEach((group, form) -> {
				if (matcher.group(group) != null) {
					met.add(form.source());
				}
			});
			return true;
		}

	}

}
