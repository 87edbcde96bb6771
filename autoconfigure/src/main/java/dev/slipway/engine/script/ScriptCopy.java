package dev.slipway.engine.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlStatement.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A section written down again as a script of its own: its statements without the markers
 * of any tool. Where variables stand in it, it is the text of the file with lines before
 * it that say what is replaced, so that it holds no value.
 */
final class ScriptCopy {

	private final SourceText source;

	private final @Nullable SectionSource section;

	private final StringBuilder text = new StringBuilder();

	/**
	 * Create a copy without statements.
	 * @param source the text of the file
	 * @param section where the section stands in it; {@code null} for a file without
	 * variables
	 */
	ScriptCopy(SourceText source, @Nullable SectionSource section) {
		this.source = source;
		this.section = section;
	}

	@Nullable SectionSource section() {
		return this.section;
	}

	void add(SqlStatement statement, ScriptStatements script) throws IOException {
		this.text.append(statement.text()).append(";\n");
		if (statement.kind() == Kind.COPY_STREAM) {
			ByteArrayOutputStream data = new ByteArrayOutputStream();
			script.writeData(data);
			this.text.append(data.toString(StandardCharsets.UTF_8)).append("\\.\n");
		}
	}

	boolean isEmpty() {
		return this.text.isEmpty();
	}

	/**
	 * Return the script.
	 * @throws IOException if the file cannot be read again
	 */
	String text(boolean transactional) throws IOException {
		String first = transactional ? "" : "-- slipway: no-transaction\n";
		if (this.section != null && this.section.hasVariables()) {
			// May be large: not both at a time.
			this.text.setLength(0);
			this.text.trimToSize();
			return first + this.source.header() + this.source.copy(this.section.pieces()).stripLeading();
		}
		return first + this.text;
	}

}
