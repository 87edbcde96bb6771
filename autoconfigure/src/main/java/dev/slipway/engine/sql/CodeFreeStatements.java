package dev.slipway.engine.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells of the statements of a script, one after the other, whether the server runs no
 * code but its own for them, and sets nothing: then the session is afterwards what it was
 * before. There are few such statements, and what is not known for certain is none.
 * <ul>
 * <li>{@code CREATE TABLE} of columns, constraints and defaults: these are parsed, and
 * run for the first row only. Without literals in quotes, for which the server calls the
 * input of their type: that of a composite type checks the domains in it, that of a range
 * compares. Without what it computes at once (bounds of partitions, what is selected) or
 * simplifies (keys of partitions, generated columns).
 * <li>{@code CREATE INDEX} on columns of such a table, which has no row yet.
 * <li>{@code COMMENT}.
 * </ul>
 * The server itself must tell that no event trigger listens, and that nothing temporary
 * is there that a name could lead to. Code of superusers that is a part of a type or of
 * an extension counts as the server's own.
 */
public final class CodeFreeStatements {

	/** What is longer is no definition of a table that people write. */
	private static final int LONGEST = 20_000;

	/**
	 * They begin what a definition computes, simplifies or takes from elsewhere:
	 * {@code AS} but for {@code AS IDENTITY}, for example.
	 */
	private static final Set<String> REFUSED = Set.of("like", "using", "exclude", "inherits", "partition", "of", "as",
			"temp", "temporary", "select");

	private static final Set<String> COMMENTED = Set.of("table", "column", "index", "constraint", "view", "schema",
			"sequence");

	private final Set<String> tables = new HashSet<>();

	private boolean certain = true;

	/** Take note of the next statement. */
	public void take(SqlStatement statement) {
		this.certain = this.certain && isCodeFree(statement);
	}

	/** Whether it is certain of all statements up to now. */
	public boolean certain() {
		return this.certain;
	}

	private boolean isCodeFree(SqlStatement statement) {
		String text = statement.text();
		if (statement.kind() == SqlStatement.Kind.BEGIN || statement.kind() == SqlStatement.Kind.COMMIT) {
			return true;
		}
		if (text.length() > LONGEST) {
			return false;
		}
		if (text.regionMatches(true, 0, "comment", 0, 7)) {
			// Behind the kind of the object there are its name and a literal only.
			List<String> words = tokens(text, 3);
			return words.size() == 3 && words.get(1).equals("on") && COMMENTED.contains(words.get(2));
		}
		List<String> tokens = text.regionMatches(true, 0, "create", 0, 6) ? tokens(text, LONGEST) : List.of();
		if (tokens.size() < 2) {
			return false;
		}
		return tokens.get(1).equals("table") ? isPlainTable(tokens) : isIndexOfNewTable(tokens);
	}

	private boolean isPlainTable(List<String> tokens) {
		boolean mayExist = at(tokens, 2).equals("if");
		int name = mayExist ? 5 : 2;
		int open = tokens.indexOf("(");
		if (open <= name || !isWhole(tokens, open) || (mayExist && !at(tokens, 4).equals("exists"))) {
			return false;
		}
		for (int i = name; i < tokens.size(); i++) {
			String token = tokens.get(i);
			boolean identity = token.equals("as") && at(tokens, i + 1).equals("identity");
			if ((REFUSED.contains(token) && !identity) || token.startsWith("pg_")) {
				return false;
			}
		}
		if (!mayExist) {
			this.tables.add(String.join("", tokens.subList(name, open)));
		}
		return true;
	}

	private boolean isIndexOfNewTable(List<String> tokens) {
		int on = tokens.indexOf("on");
		int open = tokens.indexOf("(");
		int index = at(tokens, 1).equals("unique") ? 2 : 1;
		return at(tokens, index).equals("index") && on > index && open > on && isWhole(tokens, open)
				&& tokens.lastIndexOf("(") == open && tokens.indexOf("using") < 0
				&& this.tables.contains(String.join("", tokens.subList(on + 1, open)));
	}

	/** Whether the parenthesis is closed by the last token, and by no other. */
	private static boolean isWhole(List<String> tokens, int open) {
		int depth = 0;
		for (int i = open; i < tokens.size(); i++) {
			depth += tokens.get(i).equals("(") ? 1 : tokens.get(i).equals(")") ? -1 : 0;
			if (depth == 0) {
				return i == tokens.size() - 1;
			}
		}
		return false;
	}

	private static String at(List<String> tokens, int index) {
		return (index < tokens.size()) ? tokens.get(index) : "";
	}

	/**
	 * The first tokens in lower case; none where there is anything but unquoted names,
	 * numbers, parentheses and operators.
	 */
	private static List<String> tokens(String text, int most) {
		List<String> tokens = new ArrayList<>();
		int i = 0;
		while (i < text.length() && tokens.size() < most) {
			int begin = i;
			while (i < text.length() && isOfWord(text.charAt(i))) {
				i++;
			}
			if (i > begin) {
				tokens.add(text.substring(begin, i).toLowerCase(Locale.ROOT));
				continue;
			}
			char c = text.charAt(i++);
			if (isComment(text, begin) || (!isSpace(c) && "(),.=<>+-*/%!".indexOf(c) < 0)) {
				return List.of();
			}
			if (!isSpace(c)) {
				tokens.add(String.valueOf(c));
			}
		}
		return tokens;
	}

	private static boolean isComment(String text, int at) {
		return text.startsWith("--", at) || text.startsWith("/*", at);
	}

	private static boolean isOfWord(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
	}

	private static boolean isSpace(char c) {
		return c == ' ' || c == '\n' || c == '\t' || c == '\r';
	}

}
