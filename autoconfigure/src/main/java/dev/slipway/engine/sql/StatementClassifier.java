package dev.slipway.engine.sql;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.slipway.engine.sql.SqlStatement.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Tells from a statement's first words what it means for the transaction around it.
 *
 * @param words the first words in upper case, those within parentheses included, without
 * quoted names
 * @param mark the last word outside of parentheses that tells something:
 * {@code CONCURRENTLY} at the end, {@code STDIN} or {@code STDOUT} of a COPY, or nothing
 */
record StatementClassifier(List<String> words, String mark) {

	private static final Pattern WITHOUT_SLOT = Pattern.compile("\\b(?:connect|create_slot)\\s*=\\s*'?(?:false|off|0)",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern SESSION_SET_CONFIG = Pattern.compile(",\\s*'?(?:false|f|off|no|0)'?\\s*\\)",
			Pattern.CASE_INSENSITIVE);

	/** They change the publisher, or ask it for its tables. */
	private static final Set<String> SUBSCRIPTION_CHANGES = Set.of("REFRESH", "PUBLICATION", "FAILOVER", "TWO_PHASE");

	private static final Set<String> CLUSTER_WITHOUT_TABLE = Set.of("CLUSTER", "VERBOSE", "TRUE", "FALSE", "ON", "OFF");

	/** Settings of the transaction, not of the session. */
	private static final Set<String> TRANSACTION_SETTINGS = Set.of("LOCAL", "CONSTRAINTS");

	/** Return the kind of a statement. */
	Kind of(String text) {
		return switch (word(0)) {
			case "BEGIN" -> Kind.BEGIN;
			case "START" -> is(1, "TRANSACTION") ? Kind.BEGIN : Kind.PLAIN;
			case "COMMIT", "END" -> is(1, "PREPARED") ? Kind.NON_TRANSACTIONAL : Kind.COMMIT;
			case "ABORT" -> Kind.ROLLBACK;
			// ROLLBACK TO SAVEPOINT stays inside of the transaction.
			case "ROLLBACK" ->
				this.words.contains("TO") ? Kind.PLAIN : is(1, "PREPARED") ? Kind.NON_TRANSACTIONAL : Kind.ROLLBACK;
			case "COPY" -> switch (this.mark) {
				case "STDIN" -> Kind.COPY_STREAM;
				case "STDOUT" -> Kind.COPY_OUT;
				default -> Kind.PLAIN;
			};
			case "SET" -> is(1, "TRANSACTION") ? Kind.TRANSACTION_MODE
					: TRANSACTION_SETTINGS.contains(word(1)) ? Kind.PLAIN : Kind.SETTING;
			case "RESET" -> Kind.SETTING;
			case "SELECT" -> (is(1, "SET_CONFIG") || is(2, "SET_CONFIG")) && SESSION_SET_CONFIG.matcher(text).find()
					? Kind.SETTING : Kind.PLAIN;
			default -> refusesTransaction(text) ? Kind.NON_TRANSACTIONAL : Kind.PLAIN;
		};
	}

	/** The commands whose pages of the manual say so. */
	private boolean refusesTransaction(String text) {
		return switch (word(0)) {
			case "VACUUM" -> true;
			case "DISCARD" -> is(1, "ALL");
			case "CREATE" -> switch (word(1)) {
				case "INDEX" -> is(2, "CONCURRENTLY");
				case "UNIQUE" -> is(3, "CONCURRENTLY");
				case "DATABASE", "TABLESPACE" -> true;
				case "SUBSCRIPTION" -> !WITHOUT_SLOT.matcher(text).find();
				default -> false;
			};
			case "DROP" -> switch (word(1)) {
				case "INDEX" -> is(2, "CONCURRENTLY");
				case "DATABASE", "TABLESPACE", "SUBSCRIPTION" -> true;
				default -> false;
			};
			case "ALTER" -> switch (word(1)) {
				case "SYSTEM" -> true;
				case "DATABASE" -> this.words.indexOf("TABLESPACE") > this.words.indexOf("SET");
				case "SUBSCRIPTION" -> this.words.stream().anyMatch(SUBSCRIPTION_CHANGES::contains);
				case "TABLE" -> this.words.contains("DETACH") && this.mark.equals("CONCURRENTLY");
				default -> false;
			};
			case "REINDEX" ->
				this.words.stream().anyMatch(Set.of("CONCURRENTLY", "SCHEMA", "DATABASE", "SYSTEM")::contains);
			// Without a table it is about all of them, in a transaction each.
			case "CLUSTER" -> text.indexOf('"') < 0 && this.words.stream().allMatch(CLUSTER_WITHOUT_TABLE::contains);
			default -> false;
		};
	}

	/** Why the statement can never run in a file, if so. */
	@Nullable String refusal() {
		if (is(0, "PREPARE") && is(1, "TRANSACTION")) {
			return "PREPARE TRANSACTION: another session would have to commit the work later";
		}
		return null;
	}

	private String word(int index) {
		return (index < this.words.size()) ? this.words.get(index) : "";
	}

	private boolean is(int index, String word) {
		return word(index).equals(word);
	}

}
