package dev.slipway.engine.script;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
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
final class ScriptCopy {

	/** Lines of goose's that mean the same in a script of its own. */
	private static final Set<Meaning> KEPT = Set.of(Meaning.STATEMENT_BEGIN, Meaning.STATEMENT_END,
			Meaning.SUBSTITUTE_ON, Meaning.SUBSTITUTE_OFF);

	private final SourceText source;

	/** Reads the file; {@code null} for a text without variables. */
	private final @Nullable SubstitutedReader reader;

	/** Goose for a file of goose's, since its environment needs its lines. */
	private final @Nullable Layout layout;

	private final boolean up;

	private final StringBuilder text = new StringBuilder();

	/** Where in the text the next statement is put. */
	private int at;

	private final List<Piece> pieces = new ArrayList<>();

	private boolean within;

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
	 */
	ScriptCopy(SourceText source, Reader reader, boolean up) {
		this.source = source;
		this.reader = (source.replacesVariables() && reader instanceof SubstitutedReader substituted) ? substituted
				: null;
		this.layout = source.replacesEnvironment() ? Layout.GOOSE : null;
		this.up = up;
		this.within = up;
	}

	/**
	 * Take a statement of the section.
	 * @param data the data that follows it, if it is one that reads the lines behind it
	 */
	void add(SqlStatement statement, String data) {
		String end = (statement.kind() == Kind.COPY_STREAM) ? data + "\\.\n" : "";
		String added = statement.text() + ";\n" + end;
		this.text.insert(this.at, added);
		this.at += added.length();
	}

	/** What is taken from here on stands before what was taken. */
	void addBefore() {
		this.at = 0;
	}

	boolean isEmpty() {
		return this.text.isEmpty();
	}

	/**
	 * Take note of a comment.
	 * @param ends whether it ends a statement
	 * @param inStatement whether it stands in a statement, which it may end
	 * @param nextUp whether what follows is to be run
	 */
	void comment(SqlComment comment, boolean ends, boolean inStatement, boolean nextUp) {
		if (this.reader == null) {
			return;
		}
		long offset = comment.offset();
		boolean wanted = nextUp == this.up;
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
			this.pieces.add(new Piece(this.begin, offset, ends ? ";" : ""));
		}
		if (wanted && this.written != this.substitutes) {
			this.pieces.add(new Piece(end, end, "-- +goose ENVSUB " + (this.substitutes ? "ON" : "OFF")));
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
	 * Return the script, once the file was read to its end.
	 * @throws IOException if the file cannot be read again
	 */
	String text(boolean transactional) throws IOException {
		String first = transactional ? "" : "-- slipway: no-transaction\n";
		SubstitutedReader read = this.reader;
		if (read != null && hasVariables(read)) {
			// May be large: not both at a time.
			this.text.setLength(0);
			this.text.trimToSize();
			this.at = 0;
			return first + this.source.header() + copy(read).stripLeading();
		}
		return first + this.text;
	}

	private boolean hasVariables(SubstitutedReader read) {
		if (this.within) {
			this.pieces.add(new Piece(this.begin, Long.MAX_VALUE, ""));
			this.within = false;
		}
		return this.pieces.stream().anyMatch((piece) -> read.hasVariable(piece.from(), piece.to()));
	}

	/** The pieces, which follow one another, as the file has them. */
	private String copy(SubstitutedReader read) throws IOException {
		StringBuilder copy = new StringBuilder();
		try (Reader original = this.source.openSource()) {
			char[] buffer = new char[8 * 1024];
			long at = 0;
			for (Piece piece : this.pieces) {
				long from = read.originalOffset(piece.from());
				long to = (piece.to() < Long.MAX_VALUE) ? read.originalOffset(piece.to()) : piece.to();
				while (at < to) {
					// Up to where the piece begins, then up to where it ends.
					long part = ((at < from) ? from : to) - at;
					int count = original.read(buffer, 0, (int) Math.min(buffer.length, part));
					if (count < 0) {
						break;
					}
					copy.append(buffer, 0, (at < from) ? 0 : count);
					at += count;
				}
				copy.append(piece.then());
			}
		}
		return copy.toString();
	}

	/**
	 * A part of the text after replacement.
	 *
	 * @param from where it begins
	 * @param to where it ends
	 * @param then what is written behind it
	 */
	private record Piece(long from, long to, String then) {

	}

}
