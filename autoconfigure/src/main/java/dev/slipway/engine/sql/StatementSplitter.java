package dev.slipway.engine.sql;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.slipway.engine.sql.SqlLexer.Token;
import org.jspecify.annotations.Nullable;

/**
 * Splits a script into statements, one at a time. A semicolon ends a statement unless
 * parentheses ({@code CREATE RULE … DO ( …; … )}) or the body of a routine in SQL's own
 * syntax ({@code BEGIN ATOMIC … END}) enclose it.
 */
public final class StatementSplitter {

	/** Statements of which the first word tells everything. */
	private static final Set<String> DATA = Set.of("INSERT", "UPDATE", "DELETE", "VALUES", "WITH", "DO");

	private final SqlWindow window;

	private final SqlLexer lexer;

	private final StandardConformingStrings strings;

	private final PsqlVariables variables;

	/** The first words of the statement, as many as tell its kind. */
	private final List<String> words = new ArrayList<>();

	private int begin = -1;

	private int beginLine;

	private int end;

	private int parentheses;

	/** How many BEGIN ATOMIC and CASE are open in the body of a routine. */
	private int bodies;

	private boolean mayHaveBody;

	private int wordsThatTell;

	private boolean afterBegin;

	private boolean afterAs;

	private String mark = "";

	private boolean copies;

	private @Nullable SqlStatement statement;

	public StatementSplitter(Reader script) {
		this(script, 0, new StandardConformingStrings(), new PsqlVariables());
	}

	private StatementSplitter(Reader script, long origin, StandardConformingStrings strings, PsqlVariables variables) {
		this.window = new SqlWindow(script, origin);
		this.strings = strings;
		this.variables = variables;
		this.lexer = new SqlLexer(this.window, variables);
		this.lexer.returnMarkers();
		resume();
	}

	/**
	 * Create a splitter for a file whose text stands behind what was read last. All
	 * statements end with it, and what this one has learnt of settings and variables
	 * holds there too.
	 * @param script the text of the file
	 * @param origin the offset of its first character
	 */
	public StatementSplitter include(Reader script, long origin) {
		return new StatementSplitter(script, origin, this.strings, this.variables);
	}

	/** Go on behind a file whose text stands here. */
	public void resume() {
		this.lexer.backslashesEscape(!this.strings.conforming());
	}

	/**
	 * Read on.
	 * @return what was read: a statement, or something between the lines of SQL
	 * @throws SqlSyntaxException if the text cannot be split
	 */
	public Part next() throws SqlSyntaxException, IOException {
		try {
			return readPart();
		}
		catch (SqlWindow.TooLong ex) {
			boolean statement = this.begin >= 0;
			throw new SqlSyntaxException(this.window.offset(statement ? this.begin : this.lexer.start()),
					SqlWindow.TooLong.describe(statement ? "a statement" : "a text"));
		}
	}

	private Part readPart() throws SqlSyntaxException, IOException {
		while (true) {
			if (this.begin < 0) {
				this.lexer.discard();
			}
			Token token = this.lexer.next();
			if (token == Token.COMMENT) {
				return Part.COMMENT;
			}
			if (token == Token.BACKSLASH) {
				return commandLine();
			}
			boolean ends = token == Token.END
					|| (token == Token.SEMICOLON && this.parentheses == 0 && this.bodies == 0);
			if (!ends) {
				take(token);
			}
			else if (finish()) {
				return Part.STATEMENT;
			}
			else if (token == Token.END) {
				return Part.END;
			}
		}
	}

	/** The statement that was read last. */
	public SqlStatement statement() {
		if (this.statement == null) {
			throw new IllegalStateException("no statement was read");
		}
		return this.statement;
	}

	/** Whether a statement has begun and not ended. */
	public boolean isWithinStatement() {
		return this.begin >= 0;
	}

	/** The comment that was read last. */
	public SqlComment comment() {
		return new SqlComment(text(), offset(), this.window.line(this.lexer.start()), this.lexer.place());
	}

	/** The comment or command line that was read last. */
	private String text() {
		return this.lexer.text();
	}

	/** Where the comment or command line that was read last begins. */
	private long offset() {
		return this.window.offset(this.lexer.start());
	}

	/**
	 * The line of psql's own that was read last.
	 * @throws SqlSyntaxException if its words cannot be read
	 */
	public PsqlCommand command() throws SqlSyntaxException {
		return new PsqlCommand(text(), offset(), this.variables);
	}

	/**
	 * End the statement here, whether or not a semicolon does.
	 * @return false when there is none
	 */
	public boolean finish() throws SqlSyntaxException, IOException {
		if (this.begin < 0) {
			return false;
		}
		String text = this.window.text(this.begin, this.end);
		StatementClassifier kind = new StatementClassifier(this.words, this.mark);
		String refusal = kind.refusal();
		if (refusal != null) {
			throw new SqlSyntaxException(this.window.offset(this.begin), refusal);
		}
		this.statement = new SqlStatement(text, this.window.offset(this.begin), this.beginLine, kind.of(text),
				this.window.replacements(this.begin, this.end));
		// The server reads what follows by the new rule, and so must the lexer.
		this.strings.follow(this.statement, this.words.isEmpty() ? "" : this.words.get(0));
		resume();
		this.begin = -1;
		this.words.clear();
		this.parentheses = 0;
		this.bodies = 0;
		this.afterBegin = false;
		this.afterAs = false;
		if (text.length() > SqlWindow.LARGE) {
			// Not to be in memory twice while it runs.
			this.lexer.discard();
		}
		return true;
	}

	/**
	 * The data that follows the statement that was read last, which must be asked for
	 * before anything else.
	 */
	public CopyData data() {
		return new CopyData(this.window, this.lexer);
	}

	private void take(Token token) {
		if (this.begin < 0) {
			this.begin = this.lexer.start();
			this.beginLine = this.window.line(this.begin);
			this.wordsThatTell = 1;
			this.mayHaveBody = false;
			this.mark = "";
			this.copies = false;
		}
		this.end = this.lexer.end();
		if (token == Token.WORD) {
			takeWord();
			return;
		}
		this.afterBegin = false;
		this.afterAs = false;
		if (token == Token.OPEN) {
			this.parentheses++;
		}
		else if (token == Token.CLOSE) {
			this.parentheses = Math.max(0, this.parentheses - 1);
		}
	}

	private void takeWord() {
		if (this.words.size() < this.wordsThatTell) {
			String word = this.lexer.word();
			this.words.add(word);
			if (this.words.size() == 1) {
				this.wordsThatTell = DATA.contains(word) ? 1 : word.equals("SELECT") ? 3 : 16;
				this.mayHaveBody = word.equals("CREATE");
				this.copies = word.equals("COPY");
			}
		}
		if (this.parentheses == 0 && this.mayHaveBody) {
			takeWordOfRoutine();
		}
		if (this.parentheses == 0) {
			takeMark();
		}
	}

	private void takeMark() {
		if (!this.copies) {
			this.mark = this.lexer.is("CONCURRENTLY") ? "CONCURRENTLY" : "";
		}
		else if (this.lexer.is("STDIN") || this.lexer.is("STDOUT")) {
			this.mark = this.lexer.word();
		}
	}

	private void takeWordOfRoutine() {
		// "AS end" and "x.end" are names.
		boolean label = this.afterAs || (this.lexer.start() > 0 && this.window.chars()[this.lexer.start() - 1] == '.');
		if (this.bodies > 0 && !label) {
			this.bodies += this.lexer.is("CASE") ? 1 : this.lexer.is("END") ? -1 : 0;
		}
		else if (this.afterBegin && this.lexer.is("ATOMIC") && createsRoutine()) {
			this.bodies++;
		}
		this.afterBegin = this.lexer.is("BEGIN");
		this.afterAs = this.lexer.is("AS");
	}

	private boolean createsRoutine() {
		int at = (this.words.size() > 3 && this.words.get(1).equals("OR")) ? 3 : 1;
		return this.words.size() > at
				&& (this.words.get(at).equals("FUNCTION") || this.words.get(at).equals("PROCEDURE"));
	}

	/** A line of psql's own, as far as it goes. */
	private Part commandLine() throws SqlSyntaxException, IOException {
		if (this.begin >= 0) {
			throw new SqlSyntaxException(offset(), "a backslash within a statement: psql's own commands are not SQL");
		}
		this.lexer.skipLine();
		return Part.COMMAND_LINE;
	}

	/**
	 * What a script is made of.
	 */
	public enum Part {

		/** A statement. */
		STATEMENT,

		/** A comment that may be a marker, perhaps within a statement. */
		COMMENT,

		/** A line that begins with a backslash. */
		COMMAND_LINE,

		/** The end of the script. */
		END

	}

}
