package dev.slipway.engine.script;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.script.SqlLexer.Token;
import dev.slipway.engine.script.SqlStatement.Kind;

/**
 * Splits a script into statements. A semicolon ends a statement unless parentheses
 * ({@code CREATE RULE … DO ( …; … )}) or the body of a routine in SQL's own syntax
 * ({@code BEGIN ATOMIC … END}) enclose it.
 */
final class StatementSplitter {

	private final String sql;

	private final SqlLexer lexer;

	private final List<SqlStatement> statements = new ArrayList<>();

	/** The first words of the statement, as many as tell its kind. */
	private final List<String> words = new ArrayList<>();

	private int begin = -1;

	private int end;

	private int parentheses;

	/** How many BEGIN ATOMIC and CASE are open in the body of a routine. */
	private int bodies;

	private String previousWord = "";

	private boolean readsStream;

	private StatementSplitter(String sql) {
		this.sql = sql;
		this.lexer = new SqlLexer(sql);
	}

	/**
	 * Split a script.
	 * @param sql the text of the script
	 * @return its statements in order; none when it holds only blanks and comments
	 * @throws ScriptSyntaxException if the text cannot be split
	 */
	static List<SqlStatement> split(String sql) throws ScriptSyntaxException {
		return new StatementSplitter(sql).split();
	}

	private List<SqlStatement> split() throws ScriptSyntaxException {
		Token token = this.lexer.next();
		while (token != Token.END) {
			if (token == Token.SEMICOLON && this.parentheses == 0 && this.bodies == 0) {
				finish();
			}
			else {
				take(token);
			}
			token = this.lexer.next();
		}
		finish();
		return this.statements;
	}

	private void take(Token token) {
		if (this.begin < 0) {
			this.begin = this.lexer.start();
		}
		this.end = this.lexer.end();
		switch (token) {
			case OPEN -> this.parentheses++;
			case CLOSE -> this.parentheses = Math.max(0, this.parentheses - 1);
			case WORD -> takeWord(this.lexer.word());
			default -> {
			}
		}
		if (token != Token.WORD) {
			this.previousWord = "";
		}
	}

	private void takeWord(String word) {
		if (this.words.size() < 5) {
			this.words.add(word);
		}
		if (this.parentheses == 0) {
			if (word.equals("ATOMIC") && this.previousWord.equals("BEGIN") && createsRoutine()) {
				this.bodies++;
			}
			else if (this.bodies > 0 && !isLabel()) {
				this.bodies += word.equals("CASE") ? 1 : word.equals("END") ? -1 : 0;
			}
			if ((word.equals("STDIN") || word.equals("STDOUT")) && this.words.get(0).equals("COPY")) {
				this.readsStream = true;
			}
		}
		this.previousWord = word;
	}

	/** "AS end" and "x.end" are names. */
	private boolean isLabel() {
		return this.previousWord.equals("AS")
				|| (this.lexer.start() > 0 && this.sql.charAt(this.lexer.start() - 1) == '.');
	}

	private boolean createsRoutine() {
		if (!this.words.get(0).equals("CREATE")) {
			return false;
		}
		int at = startsWith("CREATE", "OR", "REPLACE") ? 3 : 1;
		return this.words.size() > at
				&& (this.words.get(at).equals("FUNCTION") || this.words.get(at).equals("PROCEDURE"));
	}

	private void finish() {
		if (this.begin >= 0) {
			SqlStatement statement = new SqlStatement(this.sql.substring(this.begin, this.end), this.begin, 1, kind());
			this.statements.add(statement);
			followSettings(statement.text());
		}
		this.begin = -1;
		this.words.clear();
		this.previousWord = "";
		this.readsStream = false;
		this.parentheses = 0;
		this.bodies = 0;
	}

	private Kind kind() {
		if (this.readsStream) {
			return Kind.COPY_STREAM;
		}
		if (this.words.isEmpty()) {
			return Kind.PLAIN;
		}
		boolean bare = this.words.size() == 1 || (this.words.size() == 2
				&& (this.words.get(1).equals("WORK") || this.words.get(1).equals("TRANSACTION")));
		String all = this.sql.substring(this.begin, this.end).toUpperCase(java.util.Locale.ROOT);
		if (all.matches("(?s)(CREATE|DROP|REINDEX|ALTER TABLE)\\b.*\\bCONCURRENTLY\\b.*|VACUUM\\b.*|ALTER SYSTEM.*"
				+ "|(CREATE|DROP) (DATABASE|TABLESPACE|SUBSCRIPTION)\\b.*")) {
			return Kind.NON_TRANSACTIONAL;
		}
		if (all.matches("(?s)(SET|RESET)\\b.*|SELECT (PG_CATALOG\\.)?SET_CONFIG.*FALSE\\).*")
				&& !all.startsWith("SET LOCAL")) {
			return Kind.SETTING;
		}
		return switch (this.words.get(0)) {
			case "BEGIN" -> Kind.BEGIN;
			case "COMMIT", "END" -> Kind.COMMIT;
			case "START" -> startsWith("START", "TRANSACTION") ? Kind.BEGIN : Kind.PLAIN;
			case "ABORT" -> Kind.ROLLBACK;
			// ROLLBACK TO SAVEPOINT stays inside of the transaction.
			case "ROLLBACK" -> this.words.contains("TO") ? Kind.PLAIN : Kind.ROLLBACK;
			case "PREPARE" -> Kind.PLAIN;
			default -> Kind.PLAIN;
		};
	}

	private boolean startsWith(String... expected) {
		return this.words.size() >= expected.length && this.words.subList(0, expected.length).equals(List.of(expected));
	}

	/**
	 * The server reads what follows {@code SET standard_conforming_strings} by the new
	 * rule, and so must the lexer.
	 */
	private void followSettings(String statement) {
		if (!this.words.isEmpty() && (this.words.get(0).equals("SET") || this.words.get(0).equals("RESET"))) {
			StringSetting.read(statement).ifPresent((conforming) -> this.lexer.backslashesEscape(!conforming));
		}
	}

}
