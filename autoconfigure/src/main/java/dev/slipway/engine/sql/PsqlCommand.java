package dev.slipway.engine.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A line of psql's own, as dumps and old scripts hold them. Those that only change what
 * psql prints are passed over, those of variables and other files are obeyed; all others
 * would change what the script does.
 */
public final class PsqlCommand {

	private static final Set<String> HARMLESS = Set.of("restrict", "unrestrict", "echo", "qecho", "warn", "timing",
			"pset", "t", "a", "x");

	private static final Set<String> INCLUDES = Set.of("i", "include", "ir", "include_relative");

	/** Variables that say how psql prints, or what it does for somebody who types. */
	private static final Set<String> HARMLESS_VARIABLES = Set.of("ON_ERROR_STOP", "ON_ERROR_ROLLBACK", "ECHO",
			"ECHO_HIDDEN", "QUIET", "VERBOSITY", "SHOW_CONTEXT", "SHOW_ALL_RESULTS", "COMP_KEYWORD_CASE",
			"HIDE_TABLEAM", "HIDE_TOAST_COMPRESSION", "HISTCONTROL", "HISTFILE", "HISTSIZE", "IGNOREEOF", "PROMPT1",
			"PROMPT2", "PROMPT3");

	/** Variables by which psql itself reads or runs a script otherwise. */
	private static final Set<String> SWITCHES = Set.of("AUTOCOMMIT", "FETCH_COUNT", "SINGLELINE", "SINGLESTEP");

	/** Variables that psql itself sets after each statement. */
	private static final Set<String> RESULTS = Set.of("ERROR", "LASTOID", "LAST_ERROR_MESSAGE", "LAST_ERROR_SQLSTATE",
			"ROW_COUNT", "SHELL_ERROR", "SHELL_EXIT_CODE", "SQLSTATE");

	private static final Pattern UTF8 = Pattern.compile("'?utf-?8'?", Pattern.CASE_INSENSITIVE);

	private static final String BLANKS = " \t\n\r\f\u000B";

	private final String line;

	private final long offset;

	private final PsqlVariables variables;

	private final String name;

	private final List<String> words = new ArrayList<>();

	/** Where the next character is read. */
	private int at;

	/** How many characters at the end of the word stood in no quotes. */
	private int unquoted;

	private boolean program;

	private boolean openQuote;

	/**
	 * Read a line.
	 * @param line the line from its backslash on
	 * @param offset where it begins in the script
	 * @param variables what the script has set
	 */
	PsqlCommand(String line, long offset, PsqlVariables variables) throws SqlSyntaxException {
		this.line = line;
		this.offset = offset;
		this.variables = variables;
		this.at = 1;
		while (this.at < line.length() && !isBlank(this.at) && line.charAt(this.at) != '\\') {
			this.at++;
		}
		this.name = line.substring(1, this.at);
		readWords();
	}

	/**
	 * Return whether it names a file, whose text stands in its place.
	 */
	public boolean includes() {
		return INCLUDES.contains(this.name);
	}

	/**
	 * Return whether it changes what the script does: by another file, or by a variable.
	 */
	public boolean changesScript() {
		return includes() || isOfVariable();
	}

	private boolean isOfVariable() {
		return this.name.equals("set") || this.name.equals("unset");
	}

	/**
	 * Obey it, but for the file that it names.
	 * @throws SqlSyntaxException if it asks for what Slipway does not do
	 */
	public void obey() throws SqlSyntaxException {
		if (!changesScript() && !HARMLESS.contains(this.name) && !(this.name.equals("encoding") && isUtf8())) {
			throw refused();
		}
		refuseRest();
		if (isOfVariable()) {
			setOrUnset();
		}
	}

	/** Return the command with its backslash. */
	public String name() {
		return "\\" + this.name;
	}

	/** Return where it begins in the script. */
	public long offset() {
		return this.offset;
	}

	/** Return how long the line is. */
	public int length() {
		return this.line.length();
	}

	/** Return whether the file is looked for from the one that names it. */
	public boolean isRelative() {
		return this.name.equals("ir") || this.name.equals("include_relative");
	}

	/** Return the file that it names; psql ignores further words. */
	public String file() throws SqlSyntaxException {
		if (this.words.isEmpty()) {
			throw refused(name() + " names no file");
		}
		return this.words.get(0);
	}

	/** Return the refusal of the line where it cannot be obeyed. */
	public SqlSyntaxException refused() {
		return refused(name() + " is a command of psql, not SQL, and a script without it would do something else"
				+ instead(this.name));
	}

	private boolean isUtf8() {
		return this.words.size() == 1 && UTF8.matcher(this.words.get(0)).matches();
	}

	private void setOrUnset() throws SqlSyntaxException {
		String variable = this.words.isEmpty() ? "" : this.words.get(0);
		if (HARMLESS_VARIABLES.contains(variable)) {
			return;
		}
		if (SWITCHES.contains(variable)) {
			throw refused(name() + " " + variable + " changes how psql runs a script: leave the line out. "
					+ "With -- slipway: no-transaction each statement commits by itself");
		}
		if (RESULTS.contains(variable)) {
			throw refused("psql itself sets " + variable + " after each statement: choose another name");
		}
		if (!PsqlVariables.isName(variable)) {
			throw refused(variable.isEmpty() ? name() + " names no variable: leave it out"
					: "the name of a variable of psql has letters, digits and underscores only");
		}
		if (this.openQuote) {
			throw refused("a quote begins on this line and does not end on it");
		}
		if (this.name.equals("set")) {
			this.variables.set(variable, String.join("", this.words.subList(1, this.words.size())));
		}
		else {
			this.variables.unset(variable);
		}
	}

	/** What follows a backslash is another command, or SQL behind two of them. */
	private void refuseRest() throws SqlSyntaxException {
		if (this.program && changesScript()) {
			throw refused(
					"a program stands in backquotes here, which psql runs whenever the file is: write what it prints");
		}
		if (this.at < this.line.length() && !this.openQuote) {
			throw new SqlSyntaxException(this.offset + this.at,
					"psql obeys what follows " + name() + " on this line: write it on a line of its own");
		}
	}

	private SqlSyntaxException refused(String message) {
		return new SqlSyntaxException(this.offset, message);
	}

	/** Read the words up to the end of the line or to a backslash between them. */
	private void readWords() throws SqlSyntaxException {
		while (true) {
			while (this.at < this.line.length() && isBlank(this.at)) {
				this.at++;
			}
			if (this.at == this.line.length() || this.line.charAt(this.at) == '\\' || this.openQuote) {
				return;
			}
			this.words.add(readWord());
		}
	}

	/** Quotes may stand anywhere in a word. */
	private String readWord() throws SqlSyntaxException {
		StringBuilder word = new StringBuilder();
		this.unquoted = 0;
		while (this.at < this.line.length() && !isBlank(this.at) && this.line.charAt(this.at) != '\\') {
			char c = this.line.charAt(this.at);
			if (c == '\'') {
				readQuoted(word);
			}
			else if (c == '"' || c == '`') {
				readVerbatim(word, c);
			}
			else if (c != ':' || !readVariable(word)) {
				word.append(c);
				this.unquoted++;
				this.at++;
			}
		}
		if (INCLUDES.contains(this.name)) {
			while (this.unquoted-- > 0 && word.charAt(word.length() - 1) == ';') {
				word.setLength(word.length() - 1);
			}
		}
		return word.toString();
	}

	private boolean readVariable(StringBuilder word) {
		PsqlVariables.Reference reference = PsqlVariables.reference(this.line, this.at);
		String value = (reference != null) ? this.variables.replacement(reference) : null;
		if (value == null) {
			return false;
		}
		word.append(value);
		this.unquoted = 0;
		this.at = Objects.requireNonNull(reference).end();
		return true;
	}

	/** Double quotes stay. What stands in backquotes is refused later. */
	private void readVerbatim(StringBuilder word, char quote) {
		int end = this.line.indexOf(quote, this.at + 1);
		this.openQuote = end < 0;
		this.program |= quote == '`';
		int next = (end < 0) ? this.line.length() : end + 1;
		word.append(this.line, this.at, next);
		this.unquoted = 0;
		this.at = next;
	}

	private void readQuoted(StringBuilder word) throws SqlSyntaxException {
		this.unquoted = 0;
		this.at++;
		while (this.at < this.line.length()) {
			char c = this.line.charAt(this.at++);
			char next = (this.at < this.line.length()) ? this.line.charAt(this.at) : '\0';
			if (c == '\\' && next != '\0') {
				word.append(readEscape(next));
			}
			else if (c == '\'' && next == '\'') {
				word.append(c);
				this.at++;
			}
			else if (c == '\'') {
				return;
			}
			else {
				word.append(c);
			}
		}
		this.openQuote = true;
	}

	private char readEscape(char first) throws SqlSyntaxException {
		int named = "ntbrf".indexOf(first);
		if (named >= 0) {
			this.at++;
			return "\n\t\b\r\f".charAt(named);
		}
		if (first == 'x' && isDigit(this.at + 1, 16)) {
			this.at++;
			return readCode(16, 2);
		}
		return isDigit(this.at, 8) ? readCode(8, 3) : this.line.charAt(this.at++);
	}

	/** A byte that is no character of ASCII is a part of another one. */
	private char readCode(int radix, int digits) throws SqlSyntaxException {
		int code = 0;
		for (int i = 0; i < digits && isDigit(this.at, radix); i++) {
			code = code * radix + Character.digit(this.line.charAt(this.at++), radix);
		}
		if (code == 0 || code > '\u007F') {
			throw refused("an escape for a byte that is no character: write the character itself");
		}
		return (char) code;
	}

	private boolean isDigit(int index, int radix) {
		return index < this.line.length() && this.line.charAt(index) < '\u0080'
				&& Character.digit(this.line.charAt(index), radix) >= 0;
	}

	private boolean isBlank(int index) {
		return BLANKS.indexOf(this.line.charAt(index)) >= 0;
	}

	/** What to write in its place. */
	private static String instead(String command) {
		return switch (command) {
			case "i", "ir", "include", "include_relative" ->
				": put the text of that file here, or make it a migration of its own";
			case "gset", "getenv", "setenv", "prompt" ->
				": write the values where the script needs them, or placeholders such as ${name} (slipway.placeholders)";
			case "c", "connect" ->
				": every file runs in the database of its service's DataSource; declare a service for the other one";
			case "copy" -> ": write COPY … FROM stdin; with the data behind it and a line \\. at the end";
			case "g", "gx", "gdesc", "crosstabview", "watch" -> ": end the statement with a semicolon";
			case "gexec" -> ": write a DO block that runs the rows with EXECUTE";
			case "if", "elif", "else", "endif" -> ": write IF in a DO block";
			case "bind", "parse" -> ": write the values into the statement";
			case "encoding" -> ": save the file as UTF-8, and leave the line out";
			case "o", "out", "w", "write" -> ": leave it out, since nobody reads what a migration selects";
			case "cd", "!" -> ": run it before the application starts";
			case "q", "quit" -> ": delete what follows, or put it into a comment";
			case "." -> ": it ends the data of a COPY … FROM stdin, and none stands before it";
			default ->
				command.startsWith("d") || command.startsWith("l") || command.startsWith("z") || command.startsWith("s")
						? ": leave it out, since it only shows something"
						: ": leave it out, or write SQL that does the same";
		};
	}

}
