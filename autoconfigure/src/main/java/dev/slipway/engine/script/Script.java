package dev.slipway.engine.script;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.slipway.engine.error.InvalidMigrationsException.FileProblem;
import dev.slipway.engine.error.InvalidMigrationsException.Kind;
import dev.slipway.engine.error.ScriptPosition;
import dev.slipway.engine.error.ServerError;
import org.jspecify.annotations.Nullable;

/**
 * A SQL file as read. Its statements are split when they are first asked for, so that a
 * start with nothing pending costs no more than a checksum.
 */
public final class Script {

	private static final Pattern LINE_END = Pattern.compile("\r\n?");

	private final SourceText source;

	private @Nullable List<SqlStatement> statements;

	private String reason = "";

	Script(String file, String text) {
		this.source = new SourceText(file, text);
	}

	/** Read a file: check that it is UTF-8, and make its checksum. */
	static Script read(ScriptFile file) throws java.io.IOException {
		return new Script(file.path(), Utf8.decode(file.resource().getContentAsByteArray()));
	}

	/** The layout that the file's name or its text tells. */
	Layout layout() {
		return Layout.PLAIN;
	}

	/** What one reading of the whole script has shown. */
	public Outline outline() {
		return new Outline(statements().size(), this.reason.isEmpty(), this.reason, customSettings(), Optional.empty(),
				Optional.of(this.source.text()));
	}

	/** Open the script at its first statement. */
	public ScriptStatements open() throws java.io.IOException {
		java.util.Iterator<SqlStatement> all = statements().iterator();
		return new ScriptStatements() {

			@Override
			public @Nullable SqlStatement next() {
				return all.hasNext() ? all.next() : null;
			}

			@Override
			public void writeData(java.io.OutputStream target) {
			}

			@Override
			public void close() {
			}

		};
	}

	/**
	 * Return the file, as a person finds it.
	 */
	public String file() {
		return this.source.file();
	}

	/**
	 * Return the SHA-256 of the text in hexadecimal digits, the same for every kind of
	 * line end and with or without a byte order mark.
	 */
	public String checksum() {
		String text = this.source.text();
		String normalized = (text.indexOf('\r') < 0) ? text : LINE_END.matcher(text).replaceAll("\n");
		return HexFormat.of().formatHex(Sha256.of(normalized));
	}

	/**
	 * Return the statements to run, without a BEGIN and COMMIT around the whole file.
	 * @return the statements in order, possibly none
	 * @throws IllegalStateException if {@link #problem()} was not asked or found one
	 */
	public List<SqlStatement> statements() {
		List<SqlStatement> split = this.statements;
		if (split == null) {
			throw new IllegalStateException(file() + " was not split");
		}
		return split;
	}

	/**
	 * Return the settings of an application's own, such as {@code app.tenant}, that the
	 * script sets.
	 */
	public List<String> customSettings() {
		return CustomSettings.in(this.source.text());
	}

	/**
	 * Split the script, once.
	 * @return what stops it from being run in one transaction, if anything
	 */
	public Optional<FileProblem> problem() {
		if (this.statements != null) {
			return Optional.empty();
		}
		try {
			this.statements = withoutTransaction(StatementSplitter.split(this.source.text()));
			return Optional.empty();
		}
		catch (ScriptSyntaxException ex) {
			ScriptPosition position = this.source.locate(ex.offset());
			return Optional.of(new FileProblem(Kind.SYNTAX, position + ": " + ex.getMessage() + ".", position));
		}
	}

	/**
	 * Return the place of an error.
	 * @param statement the statement of this script that failed
	 * @param error what the server said
	 * @return the position that the server named; else that of the first name in its
	 * message; else that of the statement
	 */
	public ScriptPosition locate(SqlStatement statement, ServerError error) {
		String text = statement.text();
		if (error.position() > 0) {
			int characters = Math.min(error.position() - 1, text.codePointCount(0, text.length()));
			return this.source.locate((int) statement.offset() + text.offsetByCodePoints(0, characters));
		}
		return this.source.locate((int) statement.offset() + NamedPlace.find(text, error.message()).orElse(0));
	}

	/**
	 * Return the place where a statement begins.
	 * @param statement a statement of this script
	 */
	public ScriptPosition locate(SqlStatement statement) {
		return this.source.locate((int) statement.offset());
	}

	/**
	 * Return the place where the file ends.
	 */
	public ScriptPosition locateEnd() {
		return this.source.locate(this.source.text().stripTrailing().length());
	}

	/** A pair around the whole file is the very transaction that Slipway opens anyway. */
	private List<SqlStatement> withoutTransaction(List<SqlStatement> all) throws ScriptSyntaxException {
		int last = all.size() - 1;
		boolean wrapped = last > 0 && all.get(0).kind() == SqlStatement.Kind.BEGIN
				&& all.get(last).kind() == SqlStatement.Kind.COMMIT;
		List<SqlStatement> inner = wrapped ? all.subList(1, last) : all;
		for (SqlStatement statement : inner) {
			switch (statement.kind()) {
				case BEGIN, COMMIT, ROLLBACK -> this.reason = "line "
						+ this.source.locate((int) statement.offset()).line() + " controls transactions";
				case NON_TRANSACTIONAL -> this.reason = "line " + this.source.locate((int) statement.offset()).line()
						+ " refuses a transaction";
				case COPY_STREAM -> throw new ScriptSyntaxException((int) statement.offset(),
						"COPY between a file and the client: Slipway does not stream data yet");
				case PLAIN, SETTING -> {
				}
			}
		}
		if (this.source.text().contains("-- slipway: no-transaction")) {
			this.reason = "its header says so";
		}
		if (!this.reason.isEmpty()) {
			return List.copyOf(all);
		}
		return List.copyOf(inner);
	}

}
