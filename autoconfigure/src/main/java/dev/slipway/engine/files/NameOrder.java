package dev.slipway.engine.files;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.Layout;
import dev.slipway.engine.layout.Dependencies;
import dev.slipway.engine.layout.FileOrder;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.NameShape;
import dev.slipway.engine.layout.Role;
import dev.slipway.engine.layout.Trait;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * Files that run in the order of their names as text, but each behind the files that it
 * depends on.
 */
final class NameOrder {

	private final List<ReadFile> files;

	private final Layout layout;

	/** What the files depend on, by their names without the ending. */
	private final Map<String, Dependencies> needed = new HashMap<>();

	/** The files as they run, as far as they can. */
	private final List<ReadFile> sequence = new ArrayList<>();

	private NameOrder(Layout layout, Collection<ReadFile> files) {
		this.layout = layout;
		this.files = files.stream().sorted(Comparator.comparing(NameOrder::text)).toList();
		boolean depends = Layouts.has(layout, Trait.DEPENDENCIES);
		this.files.forEach((file) -> this.needed.put(id(file),
				depends ? Dependencies.read(file.script().head()) : new Dependencies(List.of(), "")));
		arrange();
	}

	/**
	 * Return the order of files.
	 * @param layout the layout of all of them
	 * @param files versioned files
	 */
	static NameOrder of(Layout layout, Collection<ReadFile> files) {
		return new NameOrder(layout, files);
	}

	/**
	 * Check the files of each layout that has this order.
	 * @param files all files
	 * @param forced the layout that a setting says, if there is one
	 * @param problems takes what is wrong
	 */
	static void check(List<ReadFile> files, @Nullable Layout forced, Consumer<FileProblem> problems) {
		Map<Layout, List<ReadFile>> layouts = new LinkedHashMap<>();
		for (ReadFile file : files) {
			Layout layout = (forced != null) ? forced : Layouts.told(file.name().shape());
			if (layout != null && Layouts.of(layout).order() == FileOrder.NAME_AND_DEPENDENCIES
					&& file.name().role() == Role.VERSIONED) {
				layouts.computeIfAbsent(layout, (key) -> new ArrayList<>()).add(file);
			}
		}
		for (Map.Entry<Layout, List<ReadFile>> entry : layouts.entrySet()) {
			of(entry.getKey(), entry.getValue()).check(forced != null, problems);
		}
	}

	/** Take the first of those of which all is taken that they depend on, again. */
	private void arrange() {
		Set<String> done = new HashSet<>();
		List<ReadFile> left = new ArrayList<>(this.files);
		int at = 0;
		while (at < left.size()) {
			ReadFile file = left.get(at);
			if (dependencies(file).names()
				.stream()
				.allMatch((name) -> done.contains(name) || !this.needed.containsKey(name))) {
				this.sequence.add(file);
				done.add(id(file));
				left.remove(at);
				at = 0;
			}
			else {
				at++;
			}
		}
	}

	private Dependencies dependencies(ReadFile file) {
		return this.needed.getOrDefault(id(file), new Dependencies(List.of(), ""));
	}

	private void check(boolean forced, Consumer<FileProblem> problems) {
		List<FileProblem> found = new ArrayList<>();
		for (ReadFile file : this.files) {
			Dependencies dependencies = dependencies(file);
			if (!dependencies.isClear()) {
				found.add(file.unsupported("says transactional: " + dependencies.transactional()
						+ ", and only true and false mean something"));
			}
			dependencies.names()
				.stream()
				.filter((name) -> !this.needed.containsKey(name))
				.forEach((name) -> found.add(file.unsupported("depends on " + name + ", which is not there")));
		}
		this.files.stream()
			.filter((file) -> found.isEmpty() && !this.sequence.contains(file))
			.findFirst()
			.ifPresent((file) -> found.add(file.unsupported("depends on a file that depends on it")));
		if (found.isEmpty()) {
			checkVersions(found::add);
		}
		if (found.isEmpty() && !forced && !isByNumber()) {
			found.add(new FileProblem(Kind.UNSUPPORTED,
					this.sequence.get(0).script().path() + " and others have names of " + this.layout.property()
							+ "'s, whose order as text is not that of their numbers. layout: " + this.layout.property()
							+ " runs them as that tool does: " + listed() + "."));
		}
		found.forEach(problems);
	}

	private String listed() {
		int last = 0;
		while (last + 1 < this.sequence.size() && compareNumbers(last) <= 0) {
			last++;
		}
		return this.sequence.get(last).name().fileName() + " before " + this.sequence.get(last + 1).name().fileName();
	}

	/** Files of one version run one after the other, in the order of their names. */
	private void checkVersions(Consumer<FileProblem> problems) {
		Map<Version, String> last = new HashMap<>();
		Version before = null;
		for (ReadFile file : this.sequence) {
			Version version = file.name().requireVersion();
			String name = last.put(version, file.name().fileName());
			if (name != null && (!version.equals(before) || name.compareTo(file.name().fileName()) > 0)) {
				problems.accept(file.unsupported("has the version of " + name
						+ ", and other files run between them. Give it a version of its own"));
			}
			before = version;
		}
	}

	/** Whether the numbers alone say the same. */
	boolean isByNumber() {
		for (int i = 0; i + 1 < this.sequence.size(); i++) {
			if (compareNumbers(i) > 0) {
				return false;
			}
		}
		return true;
	}

	private int compareNumbers(int at) {
		return this.sequence.get(at)
			.name()
			.requireVersion()
			.compareNumbers(this.sequence.get(at + 1).name().requireVersion());
	}

	/**
	 * Return a text for each version: compared, the texts have this order. It is the
	 * file's name, behind those of files with greater names that run before it for the
	 * sake of what depends on them.
	 */
	Map<Version, String> texts() {
		int prefix = prefix();
		Map<Version, String> texts = new HashMap<>();
		Deque<String> greater = new ArrayDeque<>();
		for (ReadFile file : this.sequence) {
			String text = text(file).substring(prefix);
			while (!greater.isEmpty() && greater.getLast().compareTo(text) < 0) {
				greater.removeLast();
			}
			greater.addLast(text);
			texts.putIfAbsent(file.name().requireVersion(), greater.stream().collect(Collectors.joining("\0")));
		}
		return texts;
	}

	/**
	 * How many characters stand before the digits, if these are the same in all names.
	 */
	private int prefix() {
		Set<String> prefixes = this.files.stream()
			.map((file) -> text(file).substring(0, Math.max(0, text(file).indexOf(file.name().digits()))))
			.collect(Collectors.toSet());
		return (prefixes.size() == 1) ? prefixes.iterator().next().length() : 0;
	}

	private static String text(ReadFile file) {
		return file.name().fileName();
	}

	private static String id(ReadFile file) {
		return NameShape.last(file.name().fileName(), 1).replaceFirst("\\.sql$", "");
	}

}
