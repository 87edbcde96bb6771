package dev.slipway.engine.script;

import java.io.FilterReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayDeque;
import java.util.Deque;

import dev.slipway.engine.sql.CopyData;
import dev.slipway.engine.sql.PsqlCommand;
import dev.slipway.engine.sql.SqlComment;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlStatement.Kind;
import dev.slipway.engine.sql.SqlSyntaxException;
import dev.slipway.engine.sql.StatementSplitter;
import dev.slipway.engine.sql.StatementSplitter.Part;
import dev.slipway.engine.text.ReadFailure;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a script in their order, read as they are asked for, so that a script
 * may be larger than memory. To be closed.
 */
public final class ScriptStatements implements AutoCloseable {

	private final Sections sections;

	private final boolean inTransaction;

	/** The files that it includes; {@code null} for a text that includes none. */
	private final @Nullable Includes includes;

	private final @Nullable ScriptCopy copy;

	private final @Nullable ToolReading reading;

	/** The script, and the files in it that are being read, the innermost one first. */
	private final Deque<Level> levels = new ArrayDeque<>(1);

	private @Nullable CopyData data;

	/**
	 * Create the statements of a script in which no other file stands.
	 * @param inTransaction whether BEGIN and COMMIT around it are left out
	 */
	ScriptStatements(Reader reader, Sections sections, boolean inTransaction) {
		this(reader, sections, inTransaction, null);
	}

	/**
	 * Create the statements of a script.
	 * @param inTransaction whether BEGIN and COMMIT around it are left out
	 * @param includes the files that stand in it; {@code null} for none
	 */
	ScriptStatements(Reader reader, Sections sections, boolean inTransaction, @Nullable Includes includes) {
		this(reader, sections, inTransaction, includes, null, null);
	}

	/**
	 * Create the statements of a script.
	 * @param inTransaction whether BEGIN and COMMIT around it are left out
	 * @param includes the files that stand in it; {@code null} for none
	 * @param copy takes note of the comments
	 * @param reading refuses comments that a tool reads otherwise
	 */
	ScriptStatements(Reader reader, Sections sections, boolean inTransaction, @Nullable Includes includes,
			@Nullable ScriptCopy copy, @Nullable ToolReading reading) {
		this.includes = includes;
		this.reading = reading;
		this.copy = copy;
		this.inTransaction = inTransaction;
		this.sections = sections;
		this.levels.push(new Level(reader, new StatementSplitter(reader), null, 0));
	}

	/**
	 * Return the next statement of the section that is to be run.
	 * @return the statement, or {@code null} at the end of the script
	 * @throws IOException if the file cannot be read, or is not what it was when it was
	 * read first
	 */
	public @Nullable SqlStatement next() throws IOException {
		try {
			SqlStatement statement = read();
			while (statement != null && (!this.sections.isUp() || isLeftOut(statement))) {
				statement = read();
			}
			return statement;
		}
		catch (SqlSyntaxException ex) {
			throw changed(ex);
		}
	}

	/**
	 * Write the data of the {@link Kind#COPY_STREAM} statement that {@link #next()}
	 * returned last, without the line that ends it. Data that is not asked for is passed
	 * over.
	 * @param target where the data goes, as UTF-8
	 * @throws IOException if the file cannot be read, or the target refuses
	 */
	public void writeData(OutputStream target) throws IOException {
		try {
			takeData(target);
		}
		catch (SqlSyntaxException ex) {
			throw changed(ex);
		}
	}

	/** All of it was read before: the file is another one now. */
	static IOException changed(SqlSyntaxException cause) {
		return new IOException("the file has changed since it was read first: " + cause.getMessage(), cause);
	}

	boolean isLeftOut(SqlStatement statement) {
		return this.inTransaction && (statement.kind() == Kind.BEGIN || statement.kind() == Kind.COMMIT);
	}

	/**
	 * Return where the script itself has the statement that was returned last, or the
	 * line that names the file in which it stands.
	 */
	public long offset() {
		long offset = splitter().statement().offset();
		for (Level level : this.levels) {
			offset = (level.text() != null) ? level.line() : offset;
		}
		return offset;
	}

	@Override
	public void close() throws IOException {
		IOException failure = null;
		for (Level level : this.levels) {
			try {
				level.reader().close();
			}
			catch (IOException ex) {
				failure = ex;
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

	/**
	 * Read the next statement, whichever section it belongs to.
	 * @return the statement, or {@code null} at the end of the script
	 * @throws SqlSyntaxException if the script cannot be split
	 */
	@Nullable SqlStatement read() throws SqlSyntaxException, IOException {
		takeData(OutputStream.nullOutputStream());
		this.sections.enter();
		while (true) {
			Part part = splitter().next();
			if (part == Part.STATEMENT) {
				return statement();
			}
			if (part == Part.END && !endFile()) {
				this.sections.end();
				return null;
			}
			if (part == Part.COMMAND_LINE) {
				obey();
			}
			else if (part == Part.COMMENT && endsAtComment()) {
				if (splitter().finish()) {
					return statement();
				}
				this.sections.enter();
			}
		}
	}

	private StatementSplitter splitter() {
		return this.levels.element().splitter();
	}

	private void obey() throws SqlSyntaxException, IOException {
		PsqlCommand line = splitter().command();
		if (line.changesScript() && hasPlaceholder(line)) {
			throw new SqlSyntaxException(line.offset(),
					"a placeholder within a line of psql's: write it where the SQL needs it");
		}
		line.obey();
		if (line.includes()) {
			include(line);
		}
	}

	/** What psql makes of a value could no longer be told from the text of a file. */
	private boolean hasPlaceholder(PsqlCommand line) {
		long begin = Includes.within(line.offset());
		return this.levels.element().reader() instanceof SubstitutedReader reader
				&& reader.hasVariable(begin, begin + line.length());
	}

	private void include(PsqlCommand line) throws SqlSyntaxException, IOException {
		Includes files = this.includes;
		if (files == null) {
			throw line.refused();
		}
		FileText text = files.find(line, this.levels.element().text(), this.sections.isUpNext());
		if (text == null) {
			return;
		}
		if (text == files.script() || this.levels.stream().anyMatch((level) -> level.text() == text)) {
			throw new SqlSyntaxException(line.offset(), text.path() + " includes itself here");
		}
		long origin = files.origin(text);
		Reader reader = open(files, text);
		this.levels.push(new Level(reader, splitter().include(new IncludedReader(reader, text.path(), origin), origin),
				text, line.offset()));
	}

	private static Reader open(Includes files, FileText text) throws IOException {
		try {
			return files.open(text);
		}
		catch (IOException ex) {
			throw named(text.path(), ex);
		}
	}

	/** An interrupt is told by its type. */
	private static IOException named(String path, IOException failure) {
		return (failure instanceof ClosedByInterruptException) ? failure
				: new IOException(path + ": " + ReadFailure.reason(failure), failure);
	}

	/** Go on behind a file that has ended. */
	private boolean endFile() throws IOException {
		if (this.levels.size() == 1) {
			return false;
		}
		this.levels.pop().reader().close();
		splitter().resume();
		return true;
	}

	private boolean endsAtComment() throws SqlSyntaxException, IOException {
		SqlComment comment = splitter().comment();
		boolean within = splitter().isWithinStatement();
		if (this.levels.size() > 1) {
			this.sections.takeIncluded(comment);
			return false;
		}
		if (this.reading != null && this.sections.isUp()) {
			this.reading.check(this.sections.layout(), comment);
		}
		boolean ends = this.sections.take(comment);
		if (this.copy != null) {
			this.copy.comment(comment, ends && within, within, this.sections.isUpNext(), this.sections.undoLine());
		}
		return ends;
	}

	private SqlStatement statement() throws SqlSyntaxException {
		SqlStatement statement = splitter().statement();
		this.data = (statement.kind() == Kind.COPY_STREAM) ? splitter().data() : null;
		this.sections.contain(statement);
		boolean included = this.levels.size() > 1;
		if (this.copy != null && (included || !statement.replacements().isEmpty())) {
			this.copy.foreign(statement, included && hasVariable(statement));
		}
		return statement;
	}

	private boolean hasVariable(SqlStatement statement) {
		return this.levels.element().reader() instanceof SubstitutedReader reader && reader.hasVariable(
				Includes.within(statement.offset()), Includes.within(statement.offset(statement.text().length())));
	}

	void takeData(OutputStream target) throws SqlSyntaxException, IOException {
		CopyData waiting = this.data;
		this.data = null;
		if (waiting != null) {
			waiting.writeTo(target);
		}
	}

	/**
	 * A file that is being read.
	 *
	 * @param reader its text as it is run
	 * @param text the file; {@code null} for the script itself
	 * @param line where the line that names it begins in the file that has it
	 */
	private record Level(Reader reader, StatementSplitter splitter, @Nullable FileText text, long line) {

	}

	/**
	 * Names the file in what goes wrong while it is read.
	 */
	private static final class IncludedReader extends FilterReader {

		private final String path;

		private final long origin;

		IncludedReader(Reader in, String path, long origin) {
			super(in);
			this.path = path;
			this.origin = origin;
		}

		@Override
		public int read(char[] target, int from, int length) throws IOException {
			try {
				return super.read(target, from, length);
			}
			catch (SubstitutionException ex) {
				throw new SubstitutionException(this.origin + ex.offset(), ex.getMessage());
			}
			catch (IOException ex) {
				throw named(this.path, ex);
			}
		}

	}

}
