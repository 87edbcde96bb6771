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

	/** Those of the statement that is looked at. */
	private final List<String> tokens = new ArrayList<>();

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
			return readTokens(text, 3) && at(1).equals("on") && COMMENTED.contains(at(2));
		}
		if (!text.regionMatches(true, 0, "create", 0, 6) || !readTokens(text, LONGEST)) {
			return false;
		}
		return at(1).equals("table") ? isPlainTable() : isIndexOfNewTable();
	}

	private boolean isPlainTable() {
		boolean mayExist = at(2).equals("if");
		int name = mayExist ? 5 : 2;
		int open = this.tokens.indexOf("(");
		if (open <= name || !isWhole(open) || (mayExist && !at(4).equals("exists"))) {
			return false;
		}
		for (int i = name; i < this.tokens.size(); i++) {
			String token = at(i);
			boolean identity = token.equals("as") && at(i + 1).equals("identity");
			if ((REFUSED.contains(token) && !identity) || token.startsWith("pg_")) {
				return false;
			}
		}
		if (!mayExist) {
			this.tables.add(joined(name, open));
		}
		return true;
	}

	private boolean isIndexOfNewTable() {
		int on = this.tokens.indexOf("on");
		int open = this.tokens.indexOf("(");
		int index = at(1).equals("unique") ? 2 : 1;
		return at(index).equals("index") && on > index && open > on && isWhole(open)
				&& this.tokens.lastIndexOf("(") == open && this.tokens.indexOf("using") < 0
				&& this.tables.contains(joined(on + 1, open));
	}

	/** A name, with that of its schema. */
	private String joined(int from, int to) {
		return String.join("", this.tokens.subList(from, to));
	}

	/** Whether the parenthesis is closed by the last token, and by no other. */
	private boolean isWhole(int open) {
		int depth = 0;
		for (int i = open; i < this.tokens.size(); i++) {
			depth += at(i).equals("(") ? 1 : at(i).equals(")") ? -1 : 0;
			if (depth == 0) {
				return i == this.tokens.size() - 1;
			}
		}
		return false;
	}

	private String at(int index) {
		return (index < this.tokens.size()) ? this.tokens.get(index) : "";
	}

	/**
	 * Read the first tokens, in lower case.
	 * @return false where there is anything but unquoted names, numbers, parentheses and
	 * operators
	 */
	private boolean readTokens(String text, int most) {
		this.tokens.clear();
		int i = 0;
		while (i < text.length() && this.tokens.size() < most) {
			int begin = i;
			while (i < text.length() && isOfWord(text.charAt(i))) {
				i++;
			}
			if (i > begin) {
				this.tokens.add(text.substring(begin, i).toLowerCase(Locale.ROOT));
				continue;
			}
			char c = text.charAt(i++);
			if (isComment(text, begin) || (!isSpace(c) && "(),.=<>+-*/%!".indexOf(c) < 0)) {
				return false;
			}
			if (!isSpace(c)) {
				this.tokens.add(String.valueOf(c));
			}
		}
		return true;
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
