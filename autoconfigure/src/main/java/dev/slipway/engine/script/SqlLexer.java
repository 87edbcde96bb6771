package dev.slipway.engine.script;

import java.util.Locale;

/**
 * Reads SQL token by token, after the lexical rules of PostgreSQL (manual, section 4.1):
 * only as deep as it takes to know where a statement ends.
 */
final class SqlLexer {

	private final String sql;

	private int position;

	private int start;

	private boolean backslashesEscape;

	SqlLexer(String sql) {
		this.sql = sql;
	}

	/** Where the token that {@link #next()} returned begins. */
	int start() {
		return this.start;
	}

	/** Where the token that {@link #next()} returned ends, exclusive. */
	int end() {
		return this.position;
	}

	/** The text of the token that {@link #next()} returned. */
	String text() {
		return this.sql.substring(this.start, this.position);
	}

	/** The word that {@link #next()} returned, in upper case. */
	String word() {
		return text().toUpperCase(Locale.ROOT);
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
	 * @throws ScriptSyntaxException if a quote or comment never ends, or at a character
	 * that PostgreSQL does not know
	 */
	Token next() throws ScriptSyntaxException {
		skipBlanksAndComments();
		this.start = this.position;
		if (this.position >= this.sql.length()) {
			return Token.END;
		}
		char c = this.sql.charAt(this.position);
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
			case ';', '(', ')' -> {
				this.position++;
				yield (c == ';') ? Token.SEMICOLON : (c == '(') ? Token.OPEN : Token.CLOSE;
			}
			case '\\' -> throw new ScriptSyntaxException(this.position,
					"a backslash outside of quotes: psql's own commands are not SQL, and Slipway does not run them yet");
			case '\0' ->
				throw new ScriptSyntaxException(this.position, "a NUL character, which PostgreSQL cannot store");
			default -> {
				this.position++;
				yield Token.OTHER;
			}
		};
	}

	private void skipBlanksAndComments() throws ScriptSyntaxException {
		while (this.position < this.sql.length()) {
			char c = this.sql.charAt(this.position);
			if (isBlank(c)) {
				this.position++;
			}
			else if (c == '-' && at(this.position + 1) == '-') {
				skipLine();
			}
			else if (c == '/' && at(this.position + 1) == '*') {
				skipBlockComment();
			}
			else {
				return;
			}
		}
	}

	private void skipLine() {
		while (this.position < this.sql.length() && !isLineEnd(this.sql.charAt(this.position))) {
			this.position++;
		}
	}

	/** Block comments nest (manual, section 4.1.5). */
	private void skipBlockComment() throws ScriptSyntaxException {
		int begin = this.position;
		int depth = 0;
		do {
			if (this.position >= this.sql.length()) {
				throw new ScriptSyntaxException(begin, "a comment begins here with /* and never ends");
			}
			char c = this.sql.charAt(this.position);
			if (c == '/' && at(this.position + 1) == '*') {
				depth++;
				this.position += 2;
			}
			else if (c == '*' && at(this.position + 1) == '/') {
				depth--;
				this.position += 2;
			}
			else {
				this.position++;
			}
		}
		while (depth > 0);
	}

	private Token wordOrPrefixedString() throws ScriptSyntaxException {
		char first = this.sql.charAt(this.position);
		char second = at(this.position + 1);
		if (second == '\'' && "eEbBxXnN".indexOf(first) >= 0) {
			this.position++;
			boolean escapes = first == 'e' || first == 'E';
			boolean plain = first == 'n' || first == 'N';
			return string(escapes || (plain && this.backslashesEscape));
		}
		if ((first == 'u' || first == 'U') && second == '&') {
			char third = at(this.position + 2);
			if (third == '\'' || third == '"') {
				this.position += 2;
				return (third == '"') ? quotedIdentifier() : string(false);
			}
		}
		readWhile(false);
		return Token.WORD;
	}

	private void readWhile(boolean number) {
		this.position++;
		while (this.position < this.sql.length()) {
			char c = this.sql.charAt(this.position);
			if (!(isWordStart(c) || isDigit(c) || (c == '$' && !number))) {
				return;
			}
			this.position++;
		}
	}

	/**
	 * A string goes on when only blanks with a line end stand before its next quote
	 * (manual, section 4.1.2.1), and keeps its rule for backslashes.
	 */
	private Token string(boolean escapes) throws ScriptSyntaxException {
		int begin = this.start;
		do {
			quoted('\'', escapes, begin, "a string");
		}
		while (continues());
		return Token.OTHER;
	}

	private Token quotedIdentifier() throws ScriptSyntaxException {
		quoted('"', false, this.start, "a quoted identifier");
		return Token.OTHER;
	}

	private void quoted(char quote, boolean escapes, int begin, String what) throws ScriptSyntaxException {
		this.position++;
		while (this.position < this.sql.length()) {
			char c = this.sql.charAt(this.position);
			if (c == quote) {
				if (at(this.position + 1) != quote) {
					this.position++;
					return;
				}
				this.position++;
			}
			else if (c == '\\' && escapes) {
				this.position++;
			}
			this.position++;
		}
		throw new ScriptSyntaxException(begin, what + " begins here and never ends");
	}

	private boolean continues() {
		int end = this.position;
		boolean line = false;
		while (isBlank(at(this.position)) || (at(this.position) == '-' && at(this.position + 1) == '-')) {
			if (at(this.position) == '-') {
				skipLine();
			}
			else {
				line = line || isLineEnd(at(this.position));
				this.position++;
			}
		}
		if (line && at(this.position) == '\'') {
			return true;
		}
		this.position = end;
		return false;
	}

	/** A dollar quote with or without a tag, or a parameter, or a stray character. */
	private Token dollar() throws ScriptSyntaxException {
		int tagEnd = this.position + 1;
		if (isWordStart(at(tagEnd))) {
			while (isWordStart(at(tagEnd)) || isDigit(at(tagEnd))) {
				tagEnd++;
			}
		}
		if (at(tagEnd) != '$') {
			this.position++;
			return Token.OTHER;
		}
		String tag = this.sql.substring(this.position, tagEnd + 1);
		int close = this.sql.indexOf(tag, tagEnd + 1);
		if (close < 0) {
			throw new ScriptSyntaxException(this.position,
					"a dollar-quoted string begins here with " + tag + " and never ends");
		}
		this.position = close + tag.length();
		return Token.OTHER;
	}

	private char at(int index) {
		return (index < this.sql.length()) ? this.sql.charAt(index) : '\0';
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

	/**
	 * The types of token that matter for splitting.
	 */
	enum Token {

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

		/** The end of the text. */
		END

	}

}
