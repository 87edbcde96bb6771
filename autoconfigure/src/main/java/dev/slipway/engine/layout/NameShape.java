package dev.slipway.engine.layout;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;

import dev.slipway.engine.text.Expression;
import org.jspecify.annotations.Nullable;

/**
 * A shape of names that the files of a layout have. Its expression has the groups
 * {@code version}, {@code name}, and some of {@code folder} (which begins the version),
 * {@code database}, {@code autocommit} and {@code event}.
 */
public final class NameShape {

	private static final Set<String> OURS = Set.of("postgres", "postgresql", "pg", "pgx");

	/** The databases that a file may be for, as in {@code 001_users.mysql.up.sql}. */
	static final String DATABASES = String.join("|", OURS) + "|cockroach|cockroachdb|crdb|mariadb|mssql|mysql"
			+ "|oracle|sqlite|sqlite3|sqlserver";

	private static final String NUMBER = "(?<version>\\d++)";

	private static final String POSITIVE = "(?<version>0*[1-9]\\d*+)";

	private final Role role;

	private final String example;

	private final Expression expression;

	private final boolean date;

	/** The moment at which such a callback runs, in Flyway's words. */
	private final String event;

	private final boolean bySetting;

	/** What a name may begin with, {@code 0} for any digit; empty for anything. */
	private final String starts;

	/** Whether a period follows the digits at its beginning. */
	private final boolean period;

	/** What it ends with; empty where that differs. */
	private final String end;

	/** The groups of the expression, from when they are needed first. */
	private @Nullable Set<String> groups;

	private NameShape(Role role, String example, String expression, boolean date, String event, boolean bySetting) {
		this.role = role;
		this.example = example;
		this.expression = new Expression(expression);
		this.date = date;
		this.event = event;
		this.bySetting = bySetting;
		this.starts = starts(expression);
		this.period = expression.startsWith(NUMBER + "\\.") || expression.startsWith(POSITIVE + "\\.");
		this.end = expression.endsWith("\\.up\\.sql") ? ".up.sql"
				: expression.endsWith("\\.down\\.sql") ? ".down.sql" : expression.endsWith("\\.rollback\\.sql")
						? ".rollback.sql" : expression.endsWith("\\.sql") ? ".sql" : "";
	}

	private static String starts(String expression) {
		char first = expression.charAt(0);
		if (Character.isLetter(first) && expression.charAt(1) != '?') {
			return Character.toString(first);
		}
		return expression.startsWith("(?<version>\\d") || expression.startsWith(POSITIVE) ? "0"
				: expression.startsWith("[Vv]") ? "Vv" : expression.startsWith("[Rr]") ? "Rr"
						: expression.startsWith("(?<version>(?:19|20)") ? "12" : "";
	}

	/**
	 * Return whether a name may be of this shape, by a look at its first characters and
	 * its last ones. Most names are of one shape, and matching them costs more.
	 * @param name the name, with its folder for shapes in which that carries the version
	 */
	public boolean mayBe(String name) {
		char first = name.isEmpty() ? ' ' : name.charAt(0);
		boolean digit = first >= '0' && first <= '9';
		boolean begins = this.starts.isEmpty() || (digit && this.starts.equals("0")) || this.starts.indexOf(first) >= 0;
		if (!begins || !name.endsWith(this.end)) {
			return false;
		}
		if (!this.period && !this.date) {
			return true;
		}
		int at = 0;
		while (at < name.length() && name.charAt(at) >= '0' && name.charAt(at) <= '9') {
			at++;
		}
		// A year, or a year with a month and a day.
		return this.period ? name.startsWith(".", at) : at == 4 || at == 8;
	}

	static NameShape of(Role role, String example, String expression) {
		return new NameShape(role, example, expression, false, "", false);
	}

	/** A shape whose version is a date, whose separators mean nothing. */
	static NameShape ofDates(Role role, String example, String expression) {
		return new NameShape(role, example, expression, true, "", false);
	}

	/** A shape of callbacks that run at one moment. */
	static NameShape callback(String event, String example, String expression) {
		return new NameShape(Role.CALLBACK, example, expression, false, event, false);
	}

	/** The same shape where a setting says what the layout is, and not elsewhere. */
	NameShape bySetting() {
		return new NameShape(this.role, this.example, this.expression.toString(), this.date, this.event, true);
	}

	/** A shape that no name has by itself: a file beside tells which have it. */
	static NameShape listed(Role role, String example) {
		return new NameShape(role, example, "(?!)", false, "", false);
	}

	/** Return what the files are for. */
	public Role role() {
		return this.role;
	}

	/** Return a name of the shape, for a person. */
	public String example() {
		return this.example;
	}

	/** Return whether the folder carries the version. */
	public boolean inFolder() {
		return this.example.contains("/");
	}

	/** Return whether the version is a date, whose separators mean nothing. */
	public boolean isDate() {
		return this.date;
	}

	/**
	 * Match a name.
	 * @param name the name, with its folder for shapes in which that carries the version
	 */
	public Matcher matcher(String name) {
		return this.expression.matcher(name);
	}

	/**
	 * Return a group of a name that matches, {@code null} when the name or the shape does
	 * not have it.
	 */
	public @Nullable String group(Matcher matched, String group) {
		Set<String> known = this.groups;
		if (known == null) {
			known = groups(this.expression.toString());
			this.groups = known;
		}
		return known.contains(group) ? matched.group(group) : null;
	}

	private static Set<String> groups(String expression) {
		Set<String> groups = new HashSet<>();
		for (int at = expression.indexOf("(?<"); at >= 0; at = expression.indexOf("(?<", at + 1)) {
			int end = expression.indexOf('>', at);
			groups.add((end >= 0) ? expression.substring(at + "(?<".length(), end) : "");
		}
		return Set.copyOf(groups);
	}

	/** Return the version of a name that matches, {@code null} when it has none. */
	public @Nullable Version version(Matcher matched) {
		String digits = group(matched, "version");
		if (digits == null) {
			return null;
		}
		String folder = group(matched, "folder");
		if (folder != null) {
			return Version.ofParts(folder + "." + digits);
		}
		return (inFolder() || this.date) ? Version.ofDigits(digits) : Version.ofParts(digits);
	}

	/**
	 * Return the moment at which the callback runs that a name is the one of, empty for
	 * another file.
	 */
	public String event(Matcher matched) {
		String named = group(matched, "event");
		return (named != null) ? named : this.event;
	}

	/** Return whether all names of the shape are of callbacks that run at one moment. */
	public boolean isOfOneEvent() {
		return !this.event.isEmpty();
	}

	/** Return whether only a setting tells that a name has this shape. */
	public boolean isBySetting() {
		return this.bySetting;
	}

	/**
	 * Return the last segments of a path.
	 * @param segments how many; all when the path has fewer
	 */
	public static String last(String path, int segments) {
		int from = path.length();
		for (int i = 0; i < segments && from >= 0; i++) {
			from = path.lastIndexOf('/', from - 1);
		}
		return path.substring(from + 1);
	}

	/**
	 * Return what stands before the last segments of a path, with the slash at its end.
	 * @param segments how many; all when the path has fewer
	 */
	public static String folder(String path, int segments) {
		return path.substring(0, path.length() - last(path, segments).length());
	}

	/** Return whether a database that a name says is PostgreSQL. */
	public static boolean isOurs(String database) {
		return OURS.contains(database) || database.equals("all");
	}

	@Override
	public String toString() {
		return this.example;
	}

}
