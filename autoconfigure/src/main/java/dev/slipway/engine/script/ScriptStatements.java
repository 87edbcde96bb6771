package dev.slipway.engine.script;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;

import dev.slipway.engine.sql.CopyData;
import dev.slipway.engine.sql.PsqlCommand;
import dev.slipway.engine.sql.SqlComment;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlStatement.Kind;
import dev.slipway.engine.sql.SqlSyntaxException;
import dev.slipway.engine.sql.StatementSplitter;
import dev.slipway.engine.sql.StatementSplitter.Part;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a script in their order, read as they are asked for, so that a script
 * may be larger than memory. To be closed.
 */
public final class ScriptStatements implements AutoCloseable {

	private final Reader reader;

	private final StatementSplitter splitter;

	private final Sections sections;

	private final boolean inTransaction;

	private final @Nullable ScriptCopy copy;

	private final @Nullable ToolReading reading;

	private @Nullable CopyData data;

	/**
	 * Create the statements of a script.
	 * @param inTransaction whether BEGIN and COMMIT around it are left out
	 */
	ScriptStatements(Reader reader, Sections sections, boolean inTransaction) {
		this(reader, sections, inTransaction, null, null);
	}

	/**
	 * Create the statements of a script.
	 * @param inTransaction whether BEGIN and COMMIT around it are left out
	 * @param copy takes note of the comments
	 */
	ScriptStatements(Reader reader, Sections sections, boolean inTransaction, @Nullable ScriptCopy copy) {
		this(reader, sections, inTransaction, copy, null);
	}

	/**
	 * Create the statements of a script.
	 * @param inTransaction whether BEGIN and COMMIT around it are left out
	 * @param copy takes note of the comments
	 * @param reading refuses comments that a tool reads otherwise
	 */
	ScriptStatements(Reader reader, Sections sections, boolean inTransaction, @Nullable ScriptCopy copy,
			@Nullable ToolReading reading) {
		this.reading = reading;
		this.copy = copy;
		this.reader = reader;
		this.inTransaction = inTransaction;
		this.splitter = new StatementSplitter(reader);
		this.sections = sections;
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

	@Override
	public void close() throws IOException {
		this.reader.close();
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
			Part part = this.splitter.next();
			if (part == Part.STATEMENT) {
				return statement();
			}
			if (part == Part.END) {
				this.sections.end();
				return null;
			}
			if (part == Part.COMMAND_LINE) {
				PsqlCommand.check(this.splitter.text(), this.splitter.offset());
			}
			else if (endsAtComment()) {
				if (this.splitter.finish()) {
					return statement();
				}
				this.sections.enter();
			}
		}
	}

	private boolean endsAtComment() throws SqlSyntaxException, IOException {
		SqlComment comment = this.splitter.comment();
		boolean within = this.splitter.isWithinStatement();
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
		SqlStatement statement = this.splitter.statement();
		this.data = (statement.kind() == Kind.COPY_STREAM) ? this.splitter.data() : null;
		this.sections.contain(statement);
		return statement;
	}

	void takeData(OutputStream target) throws SqlSyntaxException, IOException {
		CopyData waiting = this.data;
		this.data = null;
		if (waiting != null) {
			waiting.writeTo(target);
		}
	}

}
