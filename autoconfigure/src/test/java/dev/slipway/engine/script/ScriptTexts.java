package dev.slipway.engine.script;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.Layout;
import dev.slipway.ScriptPosition;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlSyntaxException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ByteArrayResource;

/**
 * Scripts of tests, without files.
 */
public final class ScriptTexts {

	private ScriptTexts() {
	}

	static Script script(String sql) throws IOException {
		return Script.read(file(sql));
	}

	/** A script whose layout the file's name tells, or the rules do. */
	static Script script(String sql, @Nullable Layout layout, ReadingRules rules) throws IOException {
		return Script.read(new ScriptFile("f.sql", new ByteArrayResource(sql.getBytes(StandardCharsets.UTF_8)), layout,
				false, rules));
	}

	public static SourceText source(String sql) {
		try {
			return SourceText.read(file(sql), new ReadBuffer());
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	/** The statements of all sections. */
	public static List<SqlStatement> split(String sql) throws SqlSyntaxException {
		try (ScriptStatements statements = new ScriptStatements(new StringReader(sql),
				new Sections(null, false, "f.sql"), false)) {
			List<SqlStatement> all = new ArrayList<>();
			for (SqlStatement next = statements.read(); next != null; next = statements.read()) {
				all.add(next);
			}
			return all;
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	/** Where an offset is, as line and column. */
	public static String place(String sql, long offset) {
		ScriptPosition position = source(sql).locate(offset);
		return position.line() + ":" + position.column();
	}

	private static ScriptFile file(String sql) {
		return new ScriptFile("f.sql", new ByteArrayResource(sql.getBytes(StandardCharsets.UTF_8)), null, false,
				ReadingRules.DEFAULT);
	}

}
