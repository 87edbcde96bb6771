package dev.slipway.engine.script;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import dev.slipway.Layout;
import dev.slipway.engine.layout.Marker;
import dev.slipway.engine.layout.Meaning;
import dev.slipway.engine.sql.SqlComment;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlStatement.Kind;
import dev.slipway.engine.sql.SqlSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A section written down again as a script of its own: its statements without the markers
 * of any tool. Where variables stand in it, it is the text of the file with lines before
 * it that say what is replaced, so that it holds no value. Comments between statements
 * are left out then, and so are the lines that mean something to the file as a whole.
 */
final class ScriptCopy implements AutoCloseable {

	/** Lines of goose's that mean the same in a script of its own. */
	private static final Set<Meaning> KEPT = Set.of(Meaning.STATEMENT_BEGIN, Meaning.STATEMENT_END,
			Meaning.SUBSTITUTE_ON, Meaning.SUBSTITUTE_OFF);

	/** Reads the file; {@code null} for a text without variables. */
	private final @Nullable SubstitutedReader reader;

	/** Goose for a file of goose's, since its environment needs its lines. */
	private final @Nullable Layout layout;

	private final boolean up;

	/** The line on which the part begins that is wanted; 0 for all of the section. */
	private final int part;

	/** Takes the statements, where no variable stands in them. */
	private final OutputStream statements;

	/** Takes the text of the file, where variables do. */
	private final @Nullable Pieces pieces;

	private boolean empty = true;

	private boolean hasVariables;

	private boolean within;

	/** Where what is no text of the file stands first; negative without any. */
	private long foreign = -1;

	/** Where the next piece begins. */
	private long begin;

	/** Whether goose replaces variables of the environment here. */
	private boolean substitutes;

	/** The same for what was written so far. */
	private boolean written;

	/**
	 * Create a copy without statements.
	 * @param source the text of the file
	 * @param reader what its {@link SourceText#open()} has returned
	 * @param up whether the section is the one to be run
	 * @param statements takes its statements
	 * @param pieces takes the parts of the file that hold it
	 * @param part the line on which the part begins that is wanted; 0 for all of it
	 */
	private ScriptCopy(SourceText source, Reader reader, boolean up, OutputStream statements, @Nullable Pieces pieces,
			int part) {
		this.part = part;
		this.reader = (source.replacesVariables() && reader instanceof SubstitutedReader substituted) ? substituted
				: null;
		this.layout = source.replacesEnvironment() ? Layout.GOOSE : null;
		this.up = up;
		this.within = up;
		this.statements = statements;
		this.pieces = pieces;
	}

	/**
	 * Create a copy that only learns whether there is something, and whether variables
	 * stand in it.
	 * @param source the text of the file
	 * @param reader what its {@link SourceText#open()} has returned
	 * @param up whether the section is the one to be run
	 */
	static ScriptCopy look(SourceText source, Reader reader, boolean up) {
		return new ScriptCopy(source, reader, up, OutputStream.nullOutputStream(), null, 0);
	}

	/**
	 * Create a copy that is written.
	 * @param variables whether variables stand in the section
	 * @param target where it goes, as UTF-8; to be flushed with {@link #end()}
	 * @param part the line on which the part begins that is wanted; 0 for all of the
	 * section
	 */
	static ScriptCopy to(OutputStream target, SourceText source, Reader reader, boolean up, boolean variables, int part)
			throws IOException {
		return variables
				? new ScriptCopy(source, reader, up, OutputStream.nullOutputStream(),
						new Pieces(source.openSource(), target), part)
				: new ScriptCopy(source, reader, up, target, null, part);
	}

	/**
	 * Take a statement of the section, with the data that follows it.
	 * @param data the data that follows it, if it is one that reads the lines behind it
	 */
	void add(SqlStatement statement, Data data) throws SqlSyntaxException, IOException {
		this.empty = false;
		write(statement.text());
		write(";\n");
		if (statement.kind() == Kind.COPY_STREAM) {
			data.writeTo(this.statements);
			write("\\.\n");
		}
	}

	private void write(String text) throws IOException {
		this.statements.write(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Take note of a statement that the file has not, or not as it is.
	 * @param variable whether a placeholder stands in it that the file has not
	 */
	void foreign(SqlStatement statement, boolean variable) {
		if (this.reader != null && this.within) {
			this.foreign = (this.foreign < 0) ? statement.offset() : this.foreign;
			this.hasVariables |= variable;
		}
	}

	/** Take note of the end of the file. */
	void end() throws SqlSyntaxException, IOException {
		if (this.within) {
			add(this.begin, Long.MAX_VALUE, "");
			this.within = false;
		}
		if (this.foreign >= 0 && this.hasVariables) {
			throw new SqlSyntaxException(this.foreign,
					"where placeholders are replaced, what undoes a script is kept as the file has it: "
							+ "no other file and no variable of psql may stand in it");
		}
		if (this.pieces != null) {
			this.pieces.flush();
		}
	}

	@Override
	public void close() throws IOException {
		if (this.pieces != null) {
			this.pieces.close();
		}
	}

	boolean isEmpty() {
		return this.empty;
	}

	/** Whether variables stand in the section, once the file was read to its end. */
	boolean hasVariables() {
		return this.hasVariables;
	}

	/** Take a part of the text after replacement, and what is written behind it. */
	private void add(long from, long to, String then) throws IOException {
		SubstitutedReader read = this.reader;
		if (read != null) {
			this.hasVariables |= read.hasVariable(from, to);
			if (this.pieces != null) {
				this.pieces.write(read.originalOffset(from),
						(to < Long.MAX_VALUE) ? read.originalOffset(to) : Long.MAX_VALUE, then);
			}
		}
	}

	/**
	 * Take note of a comment.
	 * @param ends whether it ends a statement
	 * @param inStatement whether it stands in a statement, which it may end
	 * @param nextUp whether what follows is to be run
	 * @param nextPart the line on which the part begins that undoes something
	 */
	void comment(SqlComment comment, boolean ends, boolean inStatement, boolean nextUp, int nextPart)
			throws IOException {
		if (this.reader == null) {
			return;
		}
		long offset = comment.offset();
		boolean wanted = nextUp == this.up && (this.part == 0 || this.part == nextPart);
		long end = offset + comment.text().length();
		List<Marker> markers = markers(comment);
		boolean kept = this.layout == Layout.GOOSE
				&& markers.stream().anyMatch((marker) -> KEPT.contains(marker.meaning()));
		for (Marker marker : markers) {
			this.substitutes = marker.meaning() == Meaning.SUBSTITUTE_ON
					|| (this.substitutes && marker.meaning() != Meaning.SUBSTITUTE_OFF);
		}
		if (wanted == this.within) {
			boolean mere = inStatement && markers.isEmpty();
			boolean inValue = this.reader.isWithinValue(offset) || this.reader.isWithinValue(end);
			if (kept || mere || inValue) {
				this.written = this.within ? this.substitutes : this.written;
				return;
			}
		}
		if (this.within) {
			add(this.begin, offset, ends ? ";" : "");
		}
		if (wanted && this.written != this.substitutes) {
			add(end, end, "-- +goose ENVSUB " + (this.substitutes ? "ON" : "OFF"));
			this.written = this.substitutes;
		}
		this.begin = end;
		this.within = wanted;
	}

	/** What is nearly a marker is one, as far as it must not be read again. */
	private List<Marker> markers(SqlComment comment) {
		try {
			return Marker.read(this.layout, comment);
		}
		catch (SqlSyntaxException ex) {
			return List.of(new Marker(null, Meaning.UNDO));
		}
	}

	/**
	 * Writes the data of a statement.
	 */
	interface Data {

		void writeTo(OutputStream target) throws SqlSyntaxException, IOException;

	}

	/**
	 * Copies parts of a file that follow one another. What is blank before the first of
	 * them is left out.
	 */
	private static final class Pieces implements AutoCloseable {

		private final Reader original;

		private final Writer target;

		private final char[] buffer = new char[8 * 1024];

		private long at;

		private boolean begun;

		Pieces(Reader original, OutputStream target) {
			this.original = original;
			this.target = new OutputStreamWriter(target, StandardCharsets.UTF_8);
		}

		/**
		 * Copy a part.
		 * @param from where it begins
		 * @param to where it ends
		 * @param then what is written behind it
		 */
		void write(long from, long to, String then) throws IOException {
			while (this.at < to) {
				// Up to where the piece begins, then up to where it ends.
				long part = ((this.at < from) ? from : to) - this.at;
				int count = this.original.read(this.buffer, 0, (int) Math.min(this.buffer.length, part));
				if (count < 0) {
					break;
				}
				if (this.at >= from) {
					write(this.buffer, count);
				}
				this.at += count;
			}
			write(then.toCharArray(), then.length());
		}

		private void write(char[] text, int length) throws IOException {
			int from = 0;
			while (!this.begun && from < length) {
				this.begun = !Character.isWhitespace(text[from]);
				from += this.begun ? 0 : 1;
			}
			this.target.write(text, from, length - from);
		}

		void flush() throws IOException {
			this.target.flush();
		}

		@Override
		public void close() throws IOException {
			this.original.close();
		}

	}

}
