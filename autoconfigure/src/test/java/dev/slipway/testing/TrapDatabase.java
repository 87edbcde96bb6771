package dev.slipway.testing;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A database full of {@link Traps}.
 *
 * @param server its server
 * @param victim the database as the role sees it that is not to execute a trap
 * @param admin the database as a superuser sees it, whose statements do not count
 */
public record TrapDatabase(TrapServer server, TestDatabase victim, TestDatabase admin) {

	/**
	 * What a statement of a script holds, so that it is not taken for one of Slipway's.
	 */
	public static final String SCRIPT = "/* script */";

	private static final Pattern SENT = Pattern.compile("(?:statement|execute [^:]*): (.*)", Pattern.DOTALL);

	/**
	 * Return the traps that the victim has executed.
	 * @return for each the trap, where, and in which statement
	 */
	public List<String> executedTraps() {
		return entries().stream()
			.filter((entry) -> entry.message().startsWith("TRAP "))
			.map((entry) -> entry.message() + "\n\tin " + entry.context().replace('\n', ' ') + "\n\tof "
					+ entry.query().replaceAll("\\s+", " "))
			.distinct()
			.toList();
	}

	/**
	 * Return what the search path decides in the statements that are not of a script.
	 */
	public Set<String> leftToSearchPath() {
		return checks().flatMap((check) -> check.problems().stream()).collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Return the operators and functions in statements that are not of a script for which
	 * there are no traps.
	 */
	public Set<String> namesWithoutTrap() {
		return checks()
			.flatMap((check) -> Stream.concat(missing(check.operators(), Traps.OPERATORS),
					missing(check.functions(), Traps.FUNCTIONS)))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Stream<String> missing(Set<String> names, Set<String> traps) {
		return names.stream().filter((name) -> !traps.contains(name));
	}

	private Stream<SearchPathCheck> checks() {
		return entries().stream()
			.collect(Collectors.groupingBy(LogEntry::session,
					Collectors.mapping(TrapDatabase::sql, Collectors.toList())))
			.values()
			.stream()
			.map(SearchPathCheck::new);
	}

	private List<LogEntry> entries() {
		return this.server.log(this.admin)
			.stream()
			.filter((entry) -> entry.user().equals(this.victim.username()))
			.toList();
	}

	/** What cannot be parsed is logged with the error only. */
	private static String sql(LogEntry entry) {
		Matcher sent = SENT.matcher(entry.message());
		if (entry.severity().equals("LOG") && sent.matches()) {
			return sent.group(1);
		}
		return entry.severity().equals("ERROR") ? entry.query() : "";
	}

}
