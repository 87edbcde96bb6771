package dev.slipway.engine.script;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;

import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.Layout;
import dev.slipway.ScriptPosition;
import dev.slipway.ServerError;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlSyntaxException;
import dev.slipway.engine.text.Expression;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.ReadFailure;
import dev.slipway.engine.text.Secrets;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;

/**
 * A SQL file as read. A start with nothing pending costs no more than its checksum;
 * before it runs it is read in full, once, to parse it.
 */
public final class Script {

	/** COPY's own words for where it is: the table, then the line of the data. */
	private static final Expression DATA_LINE = new Expression("(?s)COPY .+?, \\D*(\\d+)");

	private static final Expression PLACEHOLDER = new Expression("\\$\\{([^{}\\s]{1,100})\\}");

	private static final Expression PSQL_VARIABLE = new Expression(":['\"]?([A-Za-z_]\\w{0,100})['\"]?");

	private final ScriptFile file;

	private final SourceText source;

	private @Nullable ParsedScript parsed;

	private @Nullable String checksumAsRun;

	private @Nullable StoredUndo stored;

	/** Made once, not for each remark of the server. */
	private @Nullable Secrets secrets;

	/** How many values they have: they become more while the script is read. */
	private int secretValues;

	private Script(ScriptFile file, SourceText source) {
		this.file = file;
		this.source = source;
	}

	/**
	 * Read a file: check that it is UTF-8, and make its checksum.
	 * @throws IOException if the file cannot be read or is no text
	 */
	public static Script read(ScriptFile file) throws IOException {
		return read(file, new ReadBuffer());
	}

	/**
	 * Read one of several files: check that it is UTF-8, and make its checksum.
	 * @param buffer is used while the file is read
	 * @throws IOException if the file cannot be read or is no text
	 */
	public static Script read(ScriptFile file, ReadBuffer buffer) throws IOException {
		SourceText source = SourceText.read(file, buffer);
		Includes includes = source.includes();
		if (includes != null) {
			meet(source, includes);
		}
		return new Script(file, source);
	}

	/**
	 * Take a file whose text is known, and is not read before it is needed.
	 * @param known what is known of it
	 */
	public static Script of(ScriptFile file, KnownText known) {
		return new Script(file, SourceText.of(file, known));
	}

	/** Find the files that stand in a script. */
	private static void meet(SourceText source, Includes includes) {
		try (Reader text = source.openSource();
				ScriptStatements statements = new ScriptStatements(text, source.sections(), false, includes)) {
			if (!includes.hasLines()) {
				text.transferTo(Writer.nullWriter());
			}
			while (statements.read() != null) {
				// What stands between the lines does not matter.
			}
		}
		catch (SqlSyntaxException ex) {
			// A value may make it right.
			if (!source.replacesVariables()) {
				includes.stop(ex);
			}
		}
		catch (IOException ex) {
			// Said when the script is parsed.
		}
		includes.complete();
	}

	/**
	 * Read the file again in a layout, which files beside it tell.
	 * @throws IOException if the file cannot be read or is no text
	 */
	public Script readAs(Layout layout) throws IOException {
		return read(new ScriptFile(this.file.path(), this.file.resource(), layout, this.file.noTransaction(),
				this.file.rules(), this.file.neighbours()));
	}

	/**
	 * Return the file, as a person finds it.
	 */
	public String path() {
		return this.source.path();
	}

	/**
	 * Return the SHA-256 of the text in hexadecimal digits, the same for every kind of
	 * line end and with or without a byte order mark.
	 */
	public String checksum() {
		return this.source.checksum();
	}

	/**
	 * Return the checksum of what is run: of the text with its variables replaced.
	 * @throws IOException if the file cannot be read again, or a variable has no value
	 */
	public String checksumAsRun() throws IOException {
		String known = this.checksumAsRun;
		if (known == null) {
			known = this.source.checksumAsRun();
			this.checksumAsRun = known;
		}
		return known;
	}

	/**
	 * Return whether a value that only the server knows may stand in what is run.
	 */
	public boolean awaitsServer() {
		return this.source.awaitsServer();
	}

	/**
	 * Make the checksum of what is run, once. Where only the server knows a value that
	 * stands in it, that is left until the value is asked for.
	 * @return what keeps it from being made, if anything
	 */
	public Optional<FileProblem> readAsRun() {
		if (awaitsServer()) {
			return Optional.empty();
		}
		try {
			checksumAsRun();
			return Optional.empty();
		}
		catch (IOException ex) {
			return Optional.of(problem(ex));
		}
	}

	/**
	 * Read the script in full, once.
	 * @return what stops it from being run, if anything
	 */
	public Optional<FileProblem> parse() {
		if (this.parsed != null) {
			return Optional.empty();
		}
		try (ScriptParser reader = new ScriptParser(this.file, this.source)) {
			this.parsed = reader.read();
			return Optional.empty();
		}
		catch (SqlSyntaxException ex) {
			return Optional.of(problem(this.source.locate(ex.offset()), ex.getMessage()));
		}
		catch (IOException ex) {
			return Optional.of(problem(ex));
		}
		catch (OutOfMemoryError ex) {
			// Mostly for one array that is too large, without which all goes on.
			return Optional.of(new FileProblem(Kind.UNREADABLE,
					path() + " cannot be read: Java has not enough memory for its longest statement (-Xmx)."));
		}
	}

	/**
	 * Open the text as it is to be run: with its variables replaced.
	 * @return the text, to be closed
	 * @throws IOException if the file cannot be read again, or a variable has no value
	 */
	public Reader openAsRun() throws IOException {
		return this.source.open();
	}

	private FileProblem problem(IOException failure) {
		return (failure instanceof SubstitutionException variable)
				? problem(this.source.locateInSource(variable.offset()), variable.getMessage())
				: new FileProblem(Kind.UNREADABLE, path() + " cannot be read: " + ReadFailure.reason(failure) + ".");
	}

	private FileProblem problem(ScriptPosition position, String message) {
		return new FileProblem(Kind.SYNTAX, position + ": " + secrets().mask(message) + ".", position);
	}

	/**
	 * Return what the reading of the whole script has shown.
	 * @throws IllegalStateException if {@link #parse()} was not asked or found one
	 */
	public ParsedScript parsed() {
		if (this.parsed == null) {
			throw new IllegalStateException(Printable.line(path()) + " was not read in full");
		}
		return this.parsed;
	}

	/**
	 * Return why files that stand in the script cannot be found. Without them the
	 * checksum is not that of what would run.
	 */
	public List<FileProblem> includeProblems() {
		Includes includes = this.source.includes();
		return (includes == null) ? List.of()
				: includes.problems()
					.stream()
					.map((problem) -> problem(this.source.locateInSource(problem.offset()), problem.message()))
					.toList();
	}

	/** Return the file itself. */
	public Resource resource() {
		return this.file.resource();
	}

	/** Return the files that run as a part of this one. */
	public Set<Resource> included() {
		Includes includes = this.source.includes();
		return (includes != null) ? includes.run() : Set.of();
	}

	/** Return the files that stand in this one. */
	public List<Resource> files() {
		Includes includes = this.source.includes();
		return (includes != null) ? includes.files().stream().map((text) -> text.file().resource()).toList()
				: List.of();
	}

	/**
	 * Read the script in full, as one that undoes another.
	 * @return what keeps it from being stored, if anything
	 */
	public Optional<FileProblem> parseAsUndo() {
		Optional<FileProblem> problem = parse();
		if (problem.isPresent() || this.stored != null) {
			return problem;
		}
		try {
			hasVariables();
			return problem;
		}
		catch (SqlSyntaxException ex) {
			return Optional.of(problem(this.source.locate(ex.offset()), ex.getMessage()));
		}
		catch (IOException ex) {
			return Optional.of(problem(ex));
		}
	}

	/**
	 * Return the script as it is stored, where it is the one that undoes another.
	 * @throws IOException if the file cannot be read again
	 */
	public StoredUndo stored() throws IOException {
		StoredUndo known = this.stored;
		if (known == null) {
			try {
				known = StoredUndo.of(this.source, true, parsed().transactional(), hasVariables(), List.of(0));
			}
			catch (SqlSyntaxException ex) {
				throw ScriptStatements.changed(ex);
			}
			this.stored = known;
		}
		return known;
	}

	private boolean hasVariables() throws SqlSyntaxException, IOException {
		Reader reader = this.source.open();
		try (ScriptCopy copy = ScriptCopy.look(this.source, reader, true);
				ScriptStatements statements = new ScriptStatements(reader, this.source.sections(), false,
						this.source.includes(), copy, null)) {
			SqlStatement next = statements.next();
			while (next != null) {
				next = statements.next();
			}
			copy.end();
			return copy.hasVariables();
		}
	}

	/**
	 * Return the first part of the text, with all that stands before the first statement.
	 */
	public String head() {
		return this.source.head();
	}

	/**
	 * Return the layout that the file's name, a setting or the lines before its first
	 * statement tell, without parsing; {@code null} when they do not.
	 */
	public @Nullable Layout told() {
		return this.source.told();
	}

	/** The layout that the file's name or its text tells. */
	public Layout layout() {
		return parse().isEmpty() ? parsed().layout() : Layout.PLAIN;
	}

	/**
	 * Open the script at its first statement. A BEGIN and a COMMIT around a script that
	 * runs in one transaction are left out: Slipway has them anyway.
	 * @return the statements, to be closed
	 * @throws IOException if the file cannot be read again
	 */
	public ScriptStatements open() throws IOException {
		return new ScriptStatements(this.source.open(), this.source.sections(), parsed().transactional(),
				this.source.includes());
	}

	/**
	 * Return the place of an error.
	 * @param statement the statement of this script that failed
	 * @param error what the server said
	 * @return the position that the server named, in the data of a COPY the line; else
	 * that of the first name in its message; else that of the statement
	 */
	public ScriptPosition locate(SqlStatement statement, ServerError error) {
		String text = statement.text();
		Matcher data = DATA_LINE.matcher((error.where() != null) ? error.where() : "");
		if (statement.kind() == SqlStatement.Kind.COPY_STREAM && data.lookingAt()) {
			long end = statement.offset(text.length());
			return this.source.locateLine(end, this.source.locate(end).line() + Long.parseLong(data.group(1)));
		}
		if (error.position() > 0) {
			return this.source.locate(statement.offset(index(text, error)));
		}
		return this.source.locate(statement.offset(PlaceFinder.ofName(text, error.message()).orElse(0)));
	}

	/**
	 * Return what to do about an error where a variable stands that nothing has replaced:
	 * of it the server says only that it does not understand it.
	 * @param statement the statement of this script that failed
	 * @param error what the server said
	 * @return one sentence, empty when the error is another one
	 */
	public Optional<String> advice(SqlStatement statement, ServerError error) {
		if (!SqlState.SYNTAX_ERROR.equals(error.sqlState()) || error.position() <= 0) {
			return Optional.empty();
		}
		String text = statement.text();
		int at = index(text, error);
		// A dollar sign may be the end of a name.
		int dollar = (at > 0 && text.startsWith("${", at - 1)) ? at - 1 : at;
		Matcher placeholder = PLACEHOLDER.matcher(text).region(dollar, text.length());
		Matcher variable = PSQL_VARIABLE.matcher(text).region(at, text.length());
		if (placeholder.lookingAt()) {
			return Optional.of(Printable.line(placeholder.group()) + " is not replaced in this file: set "
					+ values(placeholder.group(1))
					+ (this.source.replacesEnvironment() ? ", or put -- +goose ENVSUB ON before it" : "")
					+ ", or write the value.");
		}
		return variable.lookingAt() ? Optional.of(Printable.line(variable.group())
				+ " is a variable of psql that the script does not set: write the value, or \\set " + variable.group(1)
				+ " and the value before it, or ${" + variable.group(1) + "} with " + values(variable.group(1)) + ".")
				: Optional.empty();
	}

	/** The server counts characters from 1; the text may be shorter than what it read. */
	private static int index(String text, ServerError error) {
		return text.offsetByCodePoints(0, Math.min(error.position() - 1, text.codePointCount(0, text.length())));
	}

	private static String values(String name) {
		return Printable.line(PlaceholderSubstitution.property(name)) + " and slipway.placeholder-replacement=true";
	}

	/**
	 * Return an error of this script as a person may read it: with the names of
	 * placeholders and of variables of the environment, not with their values.
	 * @param error what the server said
	 */
	public ServerError withoutValues(ServerError error) {
		return secrets().mask(error);
	}

	/**
	 * Return what must not be shown of this script.
	 */
	public synchronized Secrets secrets() {
		int values = this.source.names().size();
		Secrets known = this.secrets;
		if (known == null || this.secretValues != values) {
			known = Secrets.of(names());
			this.secrets = known;
			this.secretValues = values;
		}
		return known;
	}

	/**
	 * Return the configured values of placeholders, whether or not they are replaced
	 * here.
	 */
	public Map<String, String> placeholders() {
		return this.file.rules().placeholders();
	}

	/** A text of this script with the names of variables in the place of their values. */
	String withNames(String text) {
		return SourceText.withNames(text, names());
	}

	/** What is shown in the place of values, as far as the script was read. */
	public Map<String, String> names() {
		Map<String, String> names = this.file.rules().names();
		this.source.names().forEach(names::putIfAbsent);
		return names;
	}

	/**
	 * Return the file and the line of a statement, which costs less than its place.
	 * @param statement a statement of this script
	 */
	public String line(SqlStatement statement) {
		return this.source.path(statement.offset()) + ":" + statement.line();
	}

	/**
	 * Return the line of this file on which the statement begins that was read last, or
	 * that names the file in which it stands.
	 * @param statements the statements of this script
	 */
	public int line(ScriptStatements statements) {
		return this.source.locate(statements.offset()).line();
	}

	/**
	 * Return the place where a statement begins.
	 * @param statement a statement of this script
	 */
	public ScriptPosition locate(SqlStatement statement) {
		return this.source.locate(statement.offset());
	}

	/**
	 * Return the place where the file ends.
	 */
	public ScriptPosition locateEnd() {
		return this.source.locateEnd();
	}

}
