package dev.slipway.engine.script;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.slipway.Layout;
import dev.slipway.engine.script.Marker.Meaning;
import dev.slipway.engine.script.substitution.SubstitutedReader;
import dev.slipway.engine.sql.SqlSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The text of one section as the file has it, so that it can be kept as a script of its
 * own without the values of its variables. Comments between statements are left out, and
 * so are the lines that mean something to the file as a whole.
 */
final class SectionSource {

	/** Lines of goose's that mean the same in a script of its own. */
	private static final Set<Meaning> KEPT = Set.of(Meaning.STATEMENT_BEGIN, Meaning.STATEMENT_END,
			Meaning.SUBSTITUTE_ON, Meaning.SUBSTITUTE_OFF);

	private final SubstitutedReader reader;

	private final @Nullable Layout layout;

	private final boolean up;

	private final List<Piece> pieces = new ArrayList<>();

	private boolean within;

	/** Where the next piece begins. */
	private long begin;

	/** Whether goose replaces variables of the environment here. */
	private boolean substitutes;

	/** The same for what was written so far. */
	private boolean written;

	/**
	 * Create the source of a section.
	 * @param reader reads the file
	 * @param layout goose for a file of goose's, since its environment needs its lines
	 * @param up whether the section is the one to be run
	 */
	SectionSource(SubstitutedReader reader, @Nullable Layout layout, boolean up) {
		this.reader = reader;
		this.layout = layout;
		this.up = up;
		this.within = up;
	}

	/**
	 * Take note of a comment that begins a line.
	 * @param offset where it begins in the text after replacement
	 * @param ends whether it ends a statement
	 * @param inStatement whether it stands in a statement, which it may end
	 * @param nextUp whether what follows is to be run
	 */
	void comment(String comment, long offset, boolean ends, boolean inStatement, boolean nextUp) {
		boolean wanted = nextUp == this.up;
		long end = offset + comment.length();
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
	private List<Marker> markers(String comment) {
		try {
			return Markers.read(this.layout, comment);
		}
		catch (SqlSyntaxException ex) {
			return List.of(new Marker(null, Meaning.UNDO));
		}
	}

	/** Whether a variable stands in the section, once the file was read to its end. */
	boolean hasVariables() {
		if (this.within) {
			this.pieces.add(new Piece(this.begin, Long.MAX_VALUE, ""));
			this.within = false;
		}
		return this.pieces.stream().anyMatch((piece) -> this.reader.hasVariable(piece.from(), piece.to()));
	}

	/** The parts of the file that make up the section, as offsets in the file itself. */
	List<Piece> pieces() {
		return this.pieces.stream().map(this::original).toList();
	}

	private Piece original(Piece piece) {
		long to = (piece.to() < Long.MAX_VALUE) ? this.reader.originalOffset(piece.to()) : piece.to();
		return new Piece(this.reader.originalOffset(piece.from()), to, piece.then());
	}

	/**
	 * A part of a text.
	 *
	 * @param from where it begins
	 * @param to where it ends
	 * @param then what is written behind it
	 */
	record Piece(long from, long to, String then) {

	}

}
