package dev.slipway.engine.sql;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

import dev.slipway.engine.sql.PsqlVariables.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Reads SQL token by token, after the lexical rules of PostgreSQL (manual, section 4.1):
 * only as deep as it takes to know where a statement ends.
 */
public final class SqlLexer {

	/**
	 * Words that were read lately, as most of them come again and again, in each of
	 * thousands of files. All threads write to it: whichever word a slot has is compared.
	 */
	private static final @Nullable String[] words = new @Nullable String[512];

	private static final int LONGEST_KEPT = 24;

	private final SqlWindow window;

	private int position;

	private int start;

	private boolean backslashesEscape;

	/** A block that is a marker is no longer than that. */
	private static final int LONGEST_BLOCK = 120;

	private boolean markers;

	private final char[] letters = new char[LONGEST_KEPT];

	/** What is replaced; {@code null} for a text in which it was. */
	private final @Nullable PsqlVariables variables;

	/** The variables whose values are being read, the innermost one first. */
	private final Deque<Value> values = new ArrayDeque<>(1);

	SqlLexer(SqlWindow window) {
		this(window, null);
	}

	/**
	 * Create a lexer.
	 * @param variables the variables of psql that are replaced while it reads
	 */
	SqlLexer(SqlWindow window, @Nullable PsqlVariables variables) {
		this.window = window;
		this.variables = variables;
	}

	/** A lexer for one statement. */
	public static SqlLexer of(String statement) {
		return new SqlLexer(new SqlWindow(new StringReader(statement)));
	}

	/** Where the token that {@link #next()} returned begins. */
	public int start() {
		return this.start;
	}

	/** Where the token that {@link #next()} returned ends, exclusive. */
	int end() {
		return this.position;
	}

	/** The text of the token that {@link #next()} returned. */
	public String text() {
		return this.window.text(this.start, this.position);
	}

	/** The word that {@link #next()} returned, in upper case. */
	String word() {
		int hash = this.window.chars()[this.start] * 31 + this.window.chars()[this.position - 1] + this.position
				- this.start;
		int slot = hash & (words.length - 1);
		String known = words[slot];
		if (known == null || !is(known)) {
			known = upperCase();
			if (known.length() <= LONGEST_KEPT) {
				words[slot] = known;
			}
		}
		return known;
	}

	private String upperCase() {
		int length = this.position - this.start;
		if (length > LONGEST_KEPT) {
			return text().toUpperCase(Locale.ROOT);
		}
		char[] chars = this.window.chars();
		for (int i = 0; i < length; i++) {
			char c = chars[this.start + i];
			if (c >= '\u0080') {
				return text().toUpperCase(Locale.ROOT);
			}
			this.letters[i] = upperCase(c);
		}
		return new String(this.letters, 0, length);
	}

	private static char upperCase(char c) {
		return (c >= 'a' && c <= 'z') ? (char) (c - 'a' + 'A') : c;
	}

	/**
	 * Whether the word that {@link #next()} returned is one of ASCII, given in upper
	 * case.
	 */
	boolean is(String word) {
		if (this.position - this.start != word.length()) {
			return false;
		}
		char[] chars = this.window.chars();
		for (int i = 0; i < word.length(); i++) {
			if (upperCase(chars[this.start + i]) != word.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return comments that may be a marker, too: those of two dashes, and short blocks on
	 * one line.
	 */
	void returnMarkers() {
		this.markers = true;
	}

	/**
	 * Go on at another place.
	 * @param index where
	 */
	void moveTo(int index) {
		this.position = index;
	}

	/**
	 * Give up what stands before the current place, but for the character that tells
	 * whether a line begins here.
	 */
	void discard() {
		int gone = this.window.discard(this.position - 1);
		if (gone > 0) {
			this.position -= gone;
			for (Value value : this.values) {
				value.end -= gone;
			}
		}
	}

	/**
	 * Say whether a backslash escapes in plain strings from here on, as it does after
	 * {@code SET standard_conforming_strings = off}.
	 */
	void backslashesEscape(boolean escape) {
		this.backslashesEscape = escape;
	}

	/**
	 * Move to the next token.
	 * @return its type; {@link Token#END} at the end of the text, again and again
	 * @throws SqlSyntaxException if a quote or comment never ends, or at a character that
	 * PostgreSQL does not know
	 */
	public Token next() throws SqlSyntaxException, IOException {
		do {
			if (!skipBlanksAndComments()) {
				return Token.COMMENT;
			}
			this.start = this.position;
		}
		while (this.variables != null && this.window.at(this.position) == ':' && replaceVariable(this.variables));
		if (!this.window.has(this.position)) {
			return Token.END;
		}
		char c = this.window.at(this.position);
		if (isWordStart(c)) {
			return wordOrPrefixedString();
		}
		if (isDigit(c)) {
			// As far as letters go, so that "1e5" is no word; a parameter's $1 ends
			// alike.
			readWhile(true);
			return Token.OTHER;
		}
		return switch (c) {
			case '\'' -> string(this.backslashesEscape);
			case '"' -> quotedIdentifier();
			case '$' -> dollar();
			case '{' -> brace();
			case ':' -> colon();
			case ';', '(', ')', '\\' -> {
				this.position++;
				yield (c == ';') ? Token.SEMICOLON
						: (c == '(') ? Token.OPEN : (c == ')') ? Token.CLOSE : Token.BACKSLASH;
			}
			default -> {
				this.position++;
				yield Token.OTHER;
			}
		};
	}

	/**
	 * Move to what is neither blank nor comment.
	 * @return false when a comment was read that may be a marker
	 */
	private boolean skipBlanksAndComments() throws SqlSyntaxException, IOException {
		while (true) {
			char c = this.window.at(this.position);
			if (isBlank(c)) {
				this.position++;
			}
			else if (c == '-' && this.window.at(this.position + 1) == '-') {
				this.start = this.position;
				skipLine();
				if (this.markers) {
					return false;
				}
			}
			else if (c == '/' && this.window.at(this.position + 1) == '*') {
				this.start = this.position;
				skipBlockComment();
				if (this.markers && isShortLine()) {
					return false;
				}
			}
			else {
				return true;
			}
		}
	}

	/** Whether the token is short and on one line. */
	private boolean isShortLine() {
		if (this.position - this.start > LONGEST_BLOCK) {
			return false;
		}
		for (int i = this.start; i < this.position; i++) {
			if (isLineEnd(this.window.chars()[i])) {
				return false;
			}
		}
		return true;
	}

	/** How the comment that was read last stands on its line. */
	SqlComment.Place place() {
		char[] chars = this.window.chars();
		if (chars[this.start] == '/') {
			return SqlComment.Place.BLOCK;
		}
		int at = this.start;
		while (at > 0 && !isLineEnd(chars[at - 1]) && isBlank(chars[at - 1])) {
			at--;
		}
		boolean first = (at > 0) ? isLineEnd(chars[at - 1]) : this.window.isBegin(at);
		return !first ? SqlComment.Place.BEHIND
				: (at == this.start) ? SqlComment.Place.BEGINS_LINE : SqlComment.Place.INDENTED;
	}

	/** Move to the end of the line. */
	void skipLine() throws IOException {
		while (this.window.has(this.position) && !isLineEnd(this.window.at(this.position))) {
			this.position++;
		}
	}

	/** Block comments nest (manual, section 4.1.5). */
	private void skipBlockComment() throws SqlSyntaxException, IOException {
		int begin = this.position;
		int depth = 0;
		do {
			if (!this.window.has(this.position)) {
				throw error(begin, "a comment begins here with /* and never ends");
			}
			char c = this.window.at(this.position);
			if (c == '/' && this.window.at(this.position + 1) == '*') {
				depth++;
				this.position += 2;
			}
			else if (c == '*' && this.window.at(this.position + 1) == '/') {
				depth--;
				this.position += 2;
			}
			else {
				this.position++;
			}
		}
		while (depth > 0);
	}

	private SqlSyntaxException error(int index, String message) {
		return new SqlSyntaxException(this.window.offset(index), message);
	}

	private Token wordOrPrefixedString() throws SqlSyntaxException, IOException {
		char first = this.window.at(this.position);
		char second = this.window.at(this.position + 1);
		if (second == '\'' && "eEbBxXnN".indexOf(first) >= 0) {
			this.position++;
			boolean escapes = first == 'e' || first == 'E';
			boolean plain = first == 'n' || first == 'N';
			return string(escapes || (plain && this.backslashesEscape));
		}
		if ((first == 'u' || first == 'U') && second == '&') {
			char third = this.window.at(this.position + 2);
			if (third == '\'' || third == '"') {
				this.position += 2;
				return (third == '"') ? quotedIdentifier() : string(false);
			}
		}
		readWhile(false);
		return Token.WORD;
	}

	private void readWhile(boolean number) throws IOException {
		int index = this.position + 1;
		char c = this.window.at(index);
		while (isWordStart(c) || isDigit(c) || (c == '$' && !number)) {
			c = this.window.at(++index);
		}
		this.position = index;
	}

	/**
	 * A string goes on when only blanks with a line end stand before its next quote
	 * (manual, section 4.1.2.1), and keeps its rule for backslashes.
	 */
	private Token string(boolean escapes) throws SqlSyntaxException, IOException {
		int begin = this.start;
		do {
			quoted('\'', escapes, begin, "a string");
		}
		while (continues());
		return Token.OTHER;
	}

	private Token quotedIdentifier() throws SqlSyntaxException, IOException {
		quoted('"', false, this.start, "a quoted identifier");
		return Token.OTHER;
	}

	private void quoted(char quote, boolean escapes, int begin, String what) throws SqlSyntaxException, IOException {
		this.position++;
		while (this.window.has(this.position)) {
			char[] chars = this.window.chars();
			int limit = this.window.limit();
			int index = this.position;
			while (index < limit && chars[index] != quote && chars[index] != '\\') {
				index++;
			}
			this.position = index + 1;
			if (index == limit) {
				this.position = index;
			}
			else if (chars[index] == '\\') {
				this.position += escapes ? 1 : 0;
			}
			else if (this.window.at(this.position) != quote) {
				return;
			}
			else {
				this.position++;
			}
		}
		throw error(begin, what + " begins here and never ends");
	}

	private boolean continues() throws IOException {
		int end = this.position;
		boolean line = false;
		char c = this.window.at(this.position);
		while (isBlank(c) || (c == '-' && this.window.at(this.position + 1) == '-')) {
			if (c == '-') {
				skipLine();
			}
			else {
				line = line || isLineEnd(c);
				this.position++;
			}
			c = this.window.at(this.position);
		}
		if (line && c == '\'') {
			return true;
		}
		this.position = end;
		return false;
	}

	/** A cast is no colon before the name of a variable. */
	private Token colon() throws IOException {
		char second = this.window.at(this.position + 1);
		this.position += (this.variables != null && (second == ':' || second == '=')) ? 2 : 1;
		return Token.OTHER;
	}

	/**
	 * Put the value of a variable in its place, to be read as if it had stood there.
	 * @return false when no variable stands here that the script has set
	 */
	private boolean replaceVariable(PsqlVariables known) throws SqlSyntaxException, IOException {
		if (known.isEmpty()) {
			return false;
		}
		int end = this.position + 1;
		char first = this.window.at(end);
		end += (first == '\'' || first == '"') ? 1 : (first == '{') ? 2 : 0;
		while (PsqlVariables.isPartOfName(this.window.at(end))) {
			end++;
		}
		end = this.window.has(end) ? end + 1 : this.window.limit();
		Reference variable = PsqlVariables.reference(this.window.text(this.position, end), 0);
		String value = (variable != null) ? known.replacement(variable) : null;
		if (variable == null || value == null) {
			return false;
		}
		while (!this.values.isEmpty() && this.values.peek().end <= this.position) {
			this.values.pop();
		}
		boolean plain = variable.form() == ' ';
		if (plain && this.values.stream().anyMatch((outer) -> outer.name.equals(variable.name()))) {
			throw error(this.position,
					"the value of the variable " + variable.name() + " has the variable itself in it");
		}
		if (plain && value.contains("--")) {
			throw error(this.position, "the value of the variable " + variable.name()
					+ " has two dashes, since psql knows no comment behind \\set: write the comment on a line of its own");
		}
		this.window.replace(this.position, this.position + variable.end(), value);
		this.values.forEach((outer) -> outer.end += value.length() - variable.end());
		if (plain) {
			this.values.push(new Value(variable.name(), this.position + value.length()));
		}
		return true;
	}

	/** No SQL has braces; what has two of them is known before anything has run. */
	private Token brace() throws SqlSyntaxException, IOException {
		if (this.window.at(this.position + 1) == '{') {
			throw error(this.position, "a template begins here with {{, and Slipway runs files as they are");
		}
		this.position++;
		return Token.OTHER;
	}

	/** A dollar quote with or without a tag, or a parameter, or a stray character. */
	private Token dollar() throws SqlSyntaxException, IOException {
		int tagEnd = this.position + 1;
		if (isWordStart(this.window.at(tagEnd))) {
			while (isWordStart(this.window.at(tagEnd)) || isDigit(this.window.at(tagEnd))) {
				tagEnd++;
			}
		}
		if (this.window.at(tagEnd) != '$') {
			this.position++;
			return Token.OTHER;
		}
		String tag = this.window.text(this.position, tagEnd + 1);
		int begin = this.position;
		this.position = tagEnd + 1;
		while (!closes(tag)) {
			if (!this.window.has(this.position)) {
				throw error(begin, "a dollar-quoted string begins here with " + tag + " and never ends");
			}
			this.position++;
		}
		this.position += tag.length();
		return Token.OTHER;
	}

	/** Move to the next dollar and see whether the tag stands there. */
	private boolean closes(String tag) throws IOException {
		while (this.window.has(this.position)) {
			char[] chars = this.window.chars();
			int limit = this.window.limit();
			int index = this.position;
			while (index < limit && chars[index] != '$') {
				index++;
			}
			this.position = index;
			if (index < limit) {
				for (int i = 1; i < tag.length(); i++) {
					if (this.window.at(index + i) != tag.charAt(i)) {
						return false;
					}
				}
				return true;
			}
		}
		return false;
	}

	private static boolean isBlank(char c) {
		return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\u000B';
	}

	private static boolean isLineEnd(char c) {
		return c == '\n' || c == '\r';
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	private static boolean isWordStart(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= '\u0080';
	}

	/** The value of a variable while it is being read. */
	private static final class Value {

		private final String name;

		private int end;

		Value(String name, int end) {
			this.name = name;
			this.end = end;
		}

	}

	/**
	 * The types of token that matter for splitting.
	 */
	public enum Token {

		/** A keyword or an identifier without quotes. */
		WORD,

		/** The end of a statement, unless something encloses it. */
		SEMICOLON,

		/** An opening parenthesis. */
		OPEN,

		/** A closing parenthesis. */
		CLOSE,

		/** Everything else: strings, quoted identifiers, numbers, operators. */
		OTHER,

		/** A backslash outside of quotes. */
		BACKSLASH,

		/** A comment that may be a marker. */
		COMMENT,

		/** The end of the text. */
		END

	}

}
