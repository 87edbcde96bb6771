package dev.slipway.engine.sql;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.slipway.engine.sql.SqlLexer.Token;
import dev.slipway.engine.sql.SqlStatement.Kind;

/**
 * Follows {@code standard_conforming_strings} through a script, the one setting that
 * changes how the rest of it is split. It is on at the beginning, whatever the server
 * says, and it comes and goes with transactions and savepoints as every setting does.
 */
final class StandardConformingStrings {

	private static final String NAME = "STANDARD_CONFORMING_STRINGS";

	private static final Set<String> FIRST_WORDS = Set.of("SET", "RESET", "SELECT", "SAVEPOINT", "ROLLBACK");

	/** What holds now, and what will when the transaction has committed. */
	private State state = new State("", true, true);

	private State beforeTransaction = this.state;

	private final Deque<State> savepoints = new ArrayDeque<>(1);

	/** Whether a backslash is a mere character in a plain string. */
	boolean conforming() {
		return this.state.now();
	}

	/**
	 * Take note of a statement.
	 * @param statement the statement
	 * @param first its first word in upper case, empty when it has none
	 */
	void follow(SqlStatement statement, String first) {
		Kind kind = statement.kind();
		if (kind == Kind.BEGIN) {
			this.beforeTransaction = this.state;
		}
		else if (kind == Kind.COMMIT) {
			end(new State("", this.state.later(), this.state.later()));
		}
		else if (kind == Kind.ROLLBACK) {
			end(this.beforeTransaction);
		}
		else if (FIRST_WORDS.contains(first)) {
			follow(first, words(statement.text()));
		}
	}

	private void end(State next) {
		this.state = next;
		this.beforeTransaction = next;
		this.savepoints.clear();
	}

	private void follow(String first, List<String> words) {
		int name = words.indexOf(NAME);
		switch (first) {
			case "SAVEPOINT" ->
				this.savepoints.push(new State(words.get(words.size() - 1), this.state.now(), this.state.later()));
			case "ROLLBACK" -> rollBackTo(words.get(words.size() - 1));
			case "RESET" -> {
				if (name > 0 || words.contains("ALL")) {
					this.state = new State("", true, true);
				}
			}
			default -> {
				if (name > 0 && name + 1 < words.size()) {
					String value = words.get(name + 1);
					boolean local = words.contains("LOCAL")
							|| (first.equals("SELECT") && isOn(words.get(words.size() - 1)));
					set(value.equals("TO") ? words.get(words.size() - 1) : value, local);
				}
			}
		}
	}

	private void set(String value, boolean local) {
		boolean on = value.equals("DEFAULT") || isOn(value);
		this.state = new State("", on, local ? this.state.later() : on);
	}

	private void rollBackTo(String name) {
		while (!this.savepoints.isEmpty() && !this.savepoints.peek().savepoint().equals(name)) {
			this.savepoints.pop();
		}
		this.state = this.savepoints.isEmpty() ? this.state : this.savepoints.peek();
	}

	/** PostgreSQL takes every beginning of a word that is not one of two words'. */
	private static boolean isOn(String value) {
		boolean off = value.equals("0") || "FALSE".startsWith(value) || "NO".startsWith(value)
				|| (value.length() > 1 && "OFF".startsWith(value));
		return !off;
	}

	/** Words, names and simple strings, in upper case and without quotes. */
	private static List<String> words(String statement) {
		List<String> words = new ArrayList<>();
		SqlLexer lexer = SqlLexer.of(statement);
		try {
			for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
				String text = lexer.text();
				boolean quoted = text.endsWith("'") || text.endsWith("\"");
				if (token == Token.WORD || quoted || Character.isDigit(text.charAt(0))) {
					words.add(unquote(text).toUpperCase(Locale.ROOT));
				}
			}
			return words;
		}
		catch (SqlSyntaxException | IOException ex) {
			// Read under other rules for strings: then it is none of those looked for.
			return List.of("");
		}
	}

	private static String unquote(String text) {
		int from = Math.max(text.indexOf('\''), text.indexOf('"')) + 1;
		return (from > 0) ? text.substring(from, text.length() - 1) : text;
	}

	/**
	 * The setting at one moment.
	 *
	 * @param savepoint the savepoint that it belongs to, if any
	 * @param now what holds
	 * @param later what will hold after the transaction
	 */
	private record State(String savepoint, boolean now, boolean later) {

	}

}
