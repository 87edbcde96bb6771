package dev.slipway.engine.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import dev.slipway.engine.script.SqlStatement.Kind;

/**
 * Statements written down again as a script of its own, with variables replaced and
 * without the markers of any tool.
 */
final class ScriptCopy {

	private final StringBuilder text = new StringBuilder();

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

	String text(boolean transactional) {
		return (transactional ? "" : "-- slipway: no-transaction\n") + this.text;
	}

}
