package dev.slipway.engine.files;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.Layout;
import dev.slipway.engine.layout.LayoutRules;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.NameShape;
import dev.slipway.engine.layout.Outside;
import dev.slipway.engine.layout.Role;
import dev.slipway.engine.layout.Trait;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.layout.VersionFolders;

/**
 * What the files of a tool say of those beside them: which ones the tool would not run,
 * and which ones it would run in another order. It counts where the text of a file says
 * whose it is.
 */
final class FilesBeside {

	/** From the year to the millisecond. */
	private static final int TIME_DIGITS = 17;

	private final List<ReadFile> files;

	/** The folders of files by their layout. */
	private final Map<Layout, Set<String>> folders = new EnumMap<>(Layout.class);

	/**
	 * Create a look at files.
	 * @param files those that were read
	 */
	FilesBeside(List<ReadFile> files) {
		this.files = files;
		for (ReadFile file : files) {
			Layout told = file.script().told();
			if (told != null) {
				Set<String> known = this.folders.get(told);
				if (known == null) {
					known = new HashSet<>();
					this.folders.put(told, known);
				}
				known.add(folder(file));
			}
		}
	}

	/**
	 * Return the layout of a file that has no line of its tool and is beside ones that
	 * have.
	 */
	Optional<Layout> layout(ReadFile file) {
		for (Layout layout : this.folders.keySet()) {
			if (Layouts.has(layout, Trait.WHOLE_FOLDER) && file.script().told() == null
					&& folders(layout).contains(folder(file)) && Layouts.accepts(layout, file.script().path())) {
				return Optional.of(layout);
			}
		}
		return Optional.empty();
	}

	/**
	 * Return whether the tool whose files are beside one does not run it with them.
	 * @param path the path of the file
	 */
	boolean isLeftAlone(String path) {
		for (LayoutRules rules : Layouts.withOutside()) {
			if (isOutside(path, rules)) {
				return true;
			}
		}
		return false;
	}

	private boolean isOutside(String path, LayoutRules rules) {
		Outside outside = rules.outside();
		Set<String> folders = folders(rules.layout());
		return outside != null && !folders.isEmpty() && outside.mayHave(path)
				&& folders.stream().anyMatch((folder) -> outside.has(path, folder));
	}

	private Set<String> folders(Layout layout) {
		return this.folders.getOrDefault(layout, Set.of());
	}

	/**
	 * Look for files that the tool would not run, or in another order.
	 * @param problems takes them
	 */
	void check(Consumer<FileProblem> problems) {
		for (Map.Entry<Layout, Set<String>> entry : this.folders.entrySet()) {
			check(entry.getKey(), entry.getValue(), problems);
		}
	}

	private void check(Layout layout, Set<String> folders, Consumer<FileProblem> problems) {
		LayoutRules rules = Layouts.of(layout);
		List<ReadFile> beside = this.files.stream()
			.filter((file) -> folders.contains(folder(file)) && Layouts.accepts(layout, file.script().path()))
			.toList();
		if (rules.has(Trait.SILENT_WITHOUT_UP)) {
			refuseWithoutUp(rules, beside, problems);
		}
		if (rules.has(Trait.WITHOUT_GAPS)) {
			refuseGaps(layout, beside, problems);
		}
		if (rules.has(Trait.DECIMAL_VERSIONS)) {
			refuseDecimals(layout, problems);
		}
		if (rules.has(Trait.VERSION_FOLDERS)) {
			refuseVersions(problems);
			refuseOrder(layout, Role.VERSIONED, VersionFolders::key, problems);
			refuseOrder(layout, Role.CALLBACK, (path) -> path, problems);
		}
		if (rules.has(Trait.TIMES_OF_17_DIGITS)) {
			folders.forEach((folder) -> refuseTimes(layout, folder, problems));
		}
	}

	private static void refuseWithoutUp(LayoutRules rules, List<ReadFile> files, Consumer<FileProblem> problems) {
		files.stream()
			.filter((file) -> file.script().told() != rules.layout())
			.forEach((file) -> problems
				.accept(file.unsupported("has no line " + rules.upLine() + ", and is beside files of "
						+ rules.layout().property() + "'s, where that tool would run nothing of it")));
	}

	/** Another file may have the number that is missing. */
	private void refuseGaps(Layout layout, List<ReadFile> files, Consumer<FileProblem> problems) {
		Set<String> versions = this.files.stream().map(FilesBeside::version).collect(Collectors.toSet());
		files.stream().filter((file) -> file.script().told() == layout).forEach((file) -> {
			String before = new BigInteger(version(file)).subtract(BigInteger.ONE).toString();
			if (!before.equals("0") && !versions.contains(before)) {
				problems.accept(file.unsupported("would never run in " + layout.property() + ", which counts from 1: "
						+ before + " is missing"));
			}
		});
	}

	private void refuseDecimals(Layout layout, Consumer<FileProblem> problems) {
		this.files.stream()
			.filter((file) -> version(file).contains(".") && folders(layout).contains(folder(file)))
			.forEach((file) -> problems.accept(file.unsupported("has a version that " + layout.property()
					+ " takes for a decimal number, and Slipway for several numbers")));
	}

	private void refuseTimes(Layout layout, String folder, Consumer<FileProblem> problems) {
		List<ReadFile> ours = this.files.stream()
			.filter((file) -> folder(file).equals(folder) && version(file).matches("\\d+"))
			.sorted(Comparator.comparing((file) -> Version.of(version(file))))
			.toList();
		if (ours.stream().noneMatch((file) -> version(file).length() == TIME_DIGITS)) {
			return;
		}
		List<ReadFile> theirs = ours.stream().sorted(Comparator.comparing(FilesBeside::time)).toList();
		for (int i = 0; i < ours.size(); i++) {
			if (ours.get(i) != theirs.get(i)) {
				problems.accept(ours.get(i)
					.unsupported("would run after " + theirs.get(i).script().path() + " in " + layout.property()
							+ ", which takes 17 digits for a time and other numbers for milliseconds"));
				return;
			}
		}
	}

	/** Two folders of one version have an order that their numbers do not say. */
	private void refuseVersions(Consumer<FileProblem> problems) {
		Map<Version, String> folders = new HashMap<>();
		for (ReadFile file : this.files) {
			String path = file.name().fileName();
			String folder = path.substring(0, path.indexOf('/'));
			Version version = file.name().version();
			String other = (version != null) ? folders.put(version, folder) : null;
			if (other != null && !other.equals(folder)) {
				problems.accept(new FileProblem(Kind.DUPLICATE_VERSION, "The folders " + other + " and " + folder
						+ " have one version. Give one of them another number."));
			}
		}
	}

	private void refuseOrder(Layout layout, Role role, UnaryOperator<String> key, Consumer<FileProblem> problems) {
		Map<String, List<ReadFile>> folders = this.files.stream()
			.filter((file) -> file.name().role() == role)
			.sorted(Comparator.comparing((file) -> key.apply(file.name().fileName())))
			.collect(Collectors.groupingBy((file) -> file.name().fileName().split("/")[0], TreeMap::new,
					Collectors.toList()));
		folders.values().forEach((files) -> {
			for (int i = 1; i < files.size(); i++) {
				ReadFile one = files.get(i - 1);
				ReadFile other = files.get(i);
				if (!VersionFolders.isClear(key.apply(one.name().fileName()), key.apply(other.name().fileName()))) {
					problems.accept(other.unsupported("comes after or before " + one.name().fileName() + " in "
							+ layout.property()
							+ ", as the machine sorts text. Rename one of them: with digits and small letters alone "
							+ "the order is the same everywhere"));
				}
			}
		});
	}

	private static BigInteger time(ReadFile file) {
		String digits = version(file);
		try {
			return (digits.length() == TIME_DIGITS)
					? BigInteger.valueOf(LocalDateTime.parse(digits, DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS"))
						.toInstant(ZoneOffset.UTC)
						.toEpochMilli())
					: new BigInteger(digits);
		}
		catch (DateTimeParseException ex) {
			return new BigInteger(digits);
		}
	}

	/** The version as it is compared, empty for a file without one. */
	private static String version(ReadFile file) {
		Version version = file.name().version();
		return (version != null) ? version.canonical() : "";
	}

	private static String folder(ReadFile file) {
		return NameShape.folder(file.script().path(), 1);
	}

}
