package dev.slipway.engine.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The plan of a sqitch project: its lines are the changes, in the order in which they
 * run. What makes sqitch refuse a plan, or depends on what other projects have deployed,
 * is a problem.
 *
 * @param changes the changes, first to last
 * @param problems what is wrong, in the order of the lines
 */
public record SqitchPlan(List<Change> changes, List<Problem> problems) {

	/** The name of the file. */
	public static final String FILE = "sqitch.plan";

	private static final String PUNCTUATION = "[\\p{Punct}&&[^_]]";

	private static final String NAME = "(?!" + PUNCTUATION + ")(?:(?![~/=%^\\[\\]]\\d+(?:$|[ \\t]))[^ \\t:@#\\\\])+(?<!"
			+ PUNCTUATION + ")";

	private static final Pattern PRAGMA = Pattern
		.compile("[ \\t]*%[ \\t]*(?<name>[^=\\s]+)(?:[ \\t]*=[ \\t]*(?<value>.+))?");

	private static final Pattern BLANK = Pattern.compile("[ \\t]*(?:#.*)?");

	private static final Pattern NOTE = Pattern.compile("[ \\t]*(?:#.*)?$");

	private static final Pattern ENTRY = Pattern
		.compile("[ \\t]*(?:(?<tag>@)|[+-][ \\t]*)?(?<name>" + NAME + ")[ \\t]*(?:\\[(?<needs>[^\\]]+)\\][ \\t]*)?"
				+ "(?<=[ \\t\\]])\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ[ \\t]*[^<]+[ \\t]<[^>]+>");

	private static final Pattern DEPENDENCY = Pattern.compile("(?<conflict>!?)(?:(?<project>" + NAME
			+ "):)?(?:(?<id>[0-9a-f]{40})|(?<change>" + NAME + ")?(?:@(?<tag>" + NAME + "))?)");

	/**
	 * Read a plan.
	 * @param text the text of the file
	 */
	public static SqitchPlan read(String text) {
		return new Reading().read(text);
	}

	/**
	 * A change.
	 *
	 * @param line its line in the plan
	 * @param name its name
	 * @param tags the tags of which the first that has a script tells it from a later
	 * change of the same name; empty for the last change of a name
	 */
	public record Change(int line, String name, List<String> tags) {

		/**
		 * Return the paths that its script may have below the folder of the scripts. The
		 * first of them that is there counts.
		 */
		public List<String> scripts() {
			return this.tags.isEmpty() ? List.of(this.name + ".sql")
					: this.tags.stream().map((tag) -> this.name + "@" + tag + ".sql").toList();
		}

	}

	/**
	 * Something that is wrong.
	 *
	 * @param line the line
	 * @param text what is wrong with it, as the end of a sentence
	 */
	public record Problem(int line, String text) {

	}

	/**
	 * A line as it is read.
	 *
	 * @param line its number
	 * @param name the name of the change
	 * @param needs its dependencies
	 * @param tags its tags
	 */
	private record Entry(int line, String name, List<String> needs, List<String> tags) {

	}

	/** Reads a plan line by line. */
	private static final class Reading {

		private final List<Problem> problems = new ArrayList<>();

		private final List<Entry> entries = new ArrayList<>();

		/** The tags, with the number of changes before them. */
		private final Map<String, Integer> tags = new HashMap<>();

		private String project = "";

		SqitchPlan read(String text) {
			boolean header = true;
			int number = 0;
			for (String line : text.lines().toList()) {
				number++;
				if (BLANK.matcher(line).matches()) {
					header &= !line.isBlank();
				}
				else if (header) {
					readPragma(line, number);
				}
				else {
					readEntry(line, number);
				}
			}
			if (this.project.isEmpty()) {
				refuse(1, "the line %project= is missing");
			}
			for (int i = 0; i < this.entries.size(); i++) {
				checkDependencies(i);
			}
			return new SqitchPlan(changes(), List.copyOf(this.problems));
		}

		private void readPragma(String line, int number) {
			Matcher pragma = PRAGMA.matcher(NOTE.matcher(line).replaceFirst(""));
			if (!pragma.matches()) {
				refuse(number, "a line of the header begins with %, and an empty line ends the header");
			}
			else if (pragma.group("name").equals("project") && pragma.group("value") != null) {
				this.project = pragma.group("value");
			}
		}

		private void readEntry(String line, int number) {
			Matcher entry = ENTRY.matcher(NOTE.matcher(line).replaceFirst(""));
			if (!entry.matches()) {
				refuse(number, line.stripLeading().startsWith("%") ? "a line with % stands in the header alone"
						: "this is no line of a plan: name [dependencies] 2026-01-31T12:00:00Z Planner <email>");
			}
			else if (entry.group("tag") != null) {
				addTag(entry.group("name"), entry.group("needs"), number);
			}
			else {
				String needs = entry.group("needs");
				this.entries.add(new Entry(number, entry.group("name"),
						(needs != null) ? List.of(needs.strip().split("[ \\t]+")) : List.of(), new ArrayList<>()));
			}
		}

		private void addTag(String tag, @Nullable String needs, int line) {
			if (this.entries.isEmpty() || needs != null || tag.contains("/")) {
				refuse(line, "a tag has a change before it, and no dependencies and no slash of its own");
			}
			else if (this.tags.putIfAbsent(tag, this.entries.size()) != null) {
				refuse(line, "the tag @" + tag + " occurs twice");
			}
			else {
				this.entries.get(this.entries.size() - 1).tags().add(tag);
			}
		}

		/** The script of an earlier change of the same name has a tag in its name. */
		private List<Change> changes() {
			Map<String, Integer> later = new HashMap<>();
			List<Change> changes = new ArrayList<>();
			for (int i = this.entries.size() - 1; i >= 0; i--) {
				Entry entry = this.entries.get(i);
				Integer next = later.put(entry.name(), i);
				List<String> between = (next != null) ? tags(i, next) : List.of();
				if (next != null && between.isEmpty()) {
					refuse(this.entries.get(next).line(), "the change " + entry.name() + " is on line " + entry.line()
							+ " already, and no tag stands between them");
				}
				changes.add(0, new Change(entry.line(), entry.name(), between));
			}
			return List.copyOf(changes);
		}

		/** The tags between two changes, those of the latest change first. */
		private List<String> tags(int from, int to) {
			List<String> tags = new ArrayList<>();
			for (int i = to - 1; i >= from; i--) {
				tags.addAll(this.entries.get(i).tags());
			}
			return List.copyOf(tags);
		}

		private void checkDependencies(int index) {
			Entry entry = this.entries.get(index);
			for (String text : entry.needs()) {
				Matcher needed = DEPENDENCY.matcher(text);
				if (!needed.matches() || text.equals("!")) {
					refuse(entry.line(), "'" + text + "' is no dependency");
				}
				else if (isOutside(needed)) {
					refuse(entry.line(), entry.name() + " depends on " + text + ", and Slipway knows no other project. "
							+ "Take the dependency out, and have that project migrate before");
				}
				else if (needed.group("conflict").isEmpty() && !isBefore(needed, index)) {
					refuse(entry.line(), entry.name() + " depends on " + text
							+ ", which is not before it in the plan. Move the line, or correct the name");
				}
				else if (!needed.group("conflict").isEmpty() && isBefore(needed, index)) {
					refuse(entry.line(),
							entry.name() + " must not run where " + text.substring(1) + " is, which is before it");
				}
			}
		}

		private boolean isOutside(Matcher needed) {
			String other = needed.group("project");
			return needed.group("id") != null || (other != null && !other.equals(this.project));
		}

		/** A change at a tag is one that stands before the tag. */
		private boolean isBefore(Matcher needed, int index) {
			String tag = needed.group("tag");
			String change = needed.group("change");
			int end = (tag != null) ? this.tags.getOrDefault(tag, Integer.MAX_VALUE) : index;
			return end <= index && (change == null
					|| this.entries.subList(0, end).stream().anyMatch((entry) -> entry.name().equals(change)));
		}

		private void refuse(int line, String text) {
			this.problems.add(new Problem(line, text));
		}

	}

}
