package dev.slipway.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
	 * Return what the server's log says up to now of what the victim did.
	 */
	public Log log() {
		return new Log(this.server.log(this.admin)
			.stream()
			.filter((entry) -> entry.user().equals(this.victim.username()))
			.toList());
	}

	/**
	 * What the victim did.
	 */
	public static final class Log {

		private final List<LogEntry> entries;

		private final List<SearchPathCheck> checks;

		private Log(List<LogEntry> entries) {
			this.entries = entries;
			this.checks = entries.stream()
				.collect(Collectors.groupingBy(LogEntry::transaction, LinkedHashMap::new,
						Collectors.mapping(Log::sql, Collectors.toList())))
				.values()
				.stream()
				.map(SearchPathCheck::new)
				.toList();
		}

		/**
		 * Return the traps that were executed.
		 * @return for each the trap, where, and in which statement
		 */
		public List<String> executedTraps() {
			return this.entries.stream()
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
			return all(SearchPathCheck::problems);
		}

		/**
		 * Return the operators and functions in statements that are not of a script for
		 * which there are no traps.
		 */
		public Set<String> namesWithoutTrap() {
			Set<String> names = all(SearchPathCheck::operators);
			names.removeAll(Traps.OPERATORS);
			Set<String> functions = all(SearchPathCheck::functions);
			functions.removeAll(Traps.FUNCTIONS);
			names.addAll(functions);
			return names;
		}

		private Set<String> all(Function<SearchPathCheck, Set<String>> part) {
			return this.checks.stream().map(part).flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
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

}
