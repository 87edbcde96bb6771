package dev.slipway.engine.files;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.Layout;
import dev.slipway.engine.layout.Version;

/**
 * What the files of a tool say of those beside them: which ones the tool would not run,
 * and which ones it would run in another order.
 */
final class FilesBeside {

	private static final Pattern NUMBER_ALONE = Pattern.compile("0*[1-9]\\d*\\.sql");

	private static final Pattern OUTSIDE_OF_MYBATIS = Pattern.compile("(?:bootstrap|onabort)\\.sql");

	/** From the year to the millisecond. */
	private static final int TIME_DIGITS = 17;

	private static final Pattern COMMITTED = Pattern.compile("(.*/)committed/\\d[^/]*");

	/** What graphile-migrate has beside its committed files, and runs at other times. */
	private static final Pattern NOT_COMMITTED = Pattern.compile("current\\.sql|(?:current|fixtures)/.*");

	private final List<ReadFile> files;

	/**
	 * Create a look at files.
	 * @param files those that were read
	 */
	FilesBeside(List<ReadFile> files) {
		this.files = files;
	}

	/**
	 * Return whether the tool whose files are beside one does not run it with them.
	 * @param path the path of the file
	 */
	boolean isLeftAlone(String path) {
		String folder = folder(path);
		if (OUTSIDE_OF_MYBATIS.matcher(path.substring(folder.length())).matches()) {
			return isIn(folder, Layout.MYBATIS);
		}
		return path.endsWith(".sql") && this.files.stream().anyMatch((file) -> isOutside(path, file));
	}

	private static boolean isOutside(String path, ReadFile file) {
		Matcher committed = COMMITTED.matcher(file.script().path());
		return committed.matches() && path.startsWith(committed.group(1))
				&& NOT_COMMITTED.matcher(path.substring(committed.group(1).length())).matches()
				&& file.script().told() == Layout.GRAPHILE_MIGRATE;
	}

	/** Whether a folder holds a file of a layout. */
	private boolean isIn(String folder, Layout layout) {
		return this.files.stream().anyMatch((file) -> folder(file).equals(folder) && file.script().told() == layout);
	}

	/**
	 * Look for files that the tool would not run, or in another order.
	 * @param problems takes them
	 */
	void check(Consumer<FileProblem> problems) {
		checkPlay(problems);
		this.files.stream()
			.filter((file) -> version(file).contains(".") && isIn(folder(file), Layout.MYBATIS))
			.forEach((file) -> problems.accept(new FileProblem(Kind.UNSUPPORTED, file.script().path()
					+ " has a version that MyBatis takes for a decimal number, and Slipway for several numbers.")));
		this.files.stream()
			.filter((file) -> version(file).length() == TIME_DIGITS)
			.map(FilesBeside::folder)
			.distinct()
			.filter((folder) -> isIn(folder, Layout.NODE_PG_MIGRATE))
			.forEach((folder) -> checkTimes(folder, problems));
	}

	/** Play counts from 1, and takes a file without its lines for an empty one. */
	private void checkPlay(Consumer<FileProblem> problems) {
		List<ReadFile> numbers = this.files.stream()
			.filter((file) -> NUMBER_ALONE.matcher(file.name().fileName()).matches())
			.toList();
		Set<String> folders = numbers.stream()
			.filter((file) -> file.script().told() == Layout.PLAY)
			.map(FilesBeside::folder)
			.collect(Collectors.toSet());
		if (folders.isEmpty()) {
			return;
		}
		Set<String> versions = this.files.stream().map(FilesBeside::version).collect(Collectors.toSet());
		numbers.stream().filter((file) -> folders.contains(folder(file))).forEach((file) -> {
			String before = new BigInteger(version(file)).subtract(BigInteger.ONE).toString();
			if (file.script().told() != Layout.PLAY) {
				problems.accept(new FileProblem(Kind.UNSUPPORTED, file.script().path()
						+ " has no line -- !Ups, and is beside evolutions of Play, which would run nothing of it."));
			}
			else if (!before.equals("0") && !versions.contains(before)) {
				problems.accept(new FileProblem(Kind.UNSUPPORTED,
						file.script().path() + " would never run in Play, since evolution " + before + " is missing."));
			}
		});
	}

	/** In node-pg-migrate 17 digits are a time, and all other versions are numbers. */
	private void checkTimes(String folder, Consumer<FileProblem> problems) {
		List<ReadFile> ours = this.files.stream()
			.filter((file) -> folder(file).equals(folder) && version(file).matches("\\d+"))
			.sorted(Comparator.comparing((file) -> Version.of(version(file))))
			.toList();
		List<ReadFile> theirs = ours.stream().sorted(Comparator.comparing(FilesBeside::time)).toList();
		for (int i = 0; i < ours.size(); i++) {
			if (ours.get(i) != theirs.get(i)) {
				problems.accept(new FileProblem(Kind.UNSUPPORTED, ours.get(i).script().path() + " would run after "
						+ theirs.get(i).script().path()
						+ " in node-pg-migrate, which takes 17 digits for a time and other numbers for milliseconds."));
				return;
			}
		}
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
		return folder(file.script().path());
	}

	private static String folder(String path) {
		return path.substring(0, path.lastIndexOf('/') + 1);
	}

}
