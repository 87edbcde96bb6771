package dev.slipway.engine.script;

import java.io.IOException;
import java.io.OutputStream;

import org.jspecify.annotations.Nullable;

/**
 * The statements of a script in their order, read as they are asked for, so that a script
 * may be larger than memory. To be closed.
 */
public interface ScriptStatements extends AutoCloseable {

	/**
	 * Return the next statement.
	 * @return the statement, or {@code null} at the end of the script
	 * @throws IOException if the file cannot be read, or is not what it was when it was
	 * read first
	 */
	@Nullable SqlStatement next() throws IOException;

	/**
	 * Write the data of the {@link SqlStatement.Kind#COPY_STREAM} statement that
	 * {@link #next()} returned last, without the line that ends it. Data that is not
	 * asked for is passed over.
	 * @param target where the data goes, as UTF-8
	 * @throws IOException if the file cannot be read, or the target refuses
	 */
	void writeData(OutputStream target) throws IOException;

	@Override
	void close() throws IOException;

}
