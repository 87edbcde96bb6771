package dev.slipway.engine.script;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.slipway.engine.script.Marker.Meaning;

import org.jspecify.annotations.Nullable;

/**
 * The sections of a script, as its marker comments divide it: what is to be run, and what
 * undoes it. Without markers all of it is to be run.
 */
final class Sections {

	/** Tools that run nothing but what stands behind their own marker. */
	private static final Set<Layout> MARKED = Set.of(Layout.GOOSE, Layout.DBMATE, Layout.SQL_MIGRATE);

	private @Nullable Layout layout;

	private boolean up = true;

	/** The section that begins behind the marker that was read last. */
	private boolean next = true;

	private boolean begun;

	private @Nullable Foreign foreign;

	private boolean upMarked;

	private @Nullable SqlStatement unmarked;

	private int upWithoutTransaction;

	private int undoWithoutTransaction;

	/**
	 * Create sections that no marker was read of.
	 * @param layout the layout, {@code null} when the first marker is to tell
	 */
	Sections(@Nullable Layout layout) {
		this.layout = layout;
	}

	/** Whether the current section is the one to be run. */
	boolean isUp() {
		return this.up;
	}

	/** The layout, as far as it is known. */
	@Nullable Layout layout() {
		return this.layout;
	}

	/** The line that says that the script refuses a transaction; 0 without one. */
	int upWithoutTransaction() {
		return this.upWithoutTransaction;
	}

	/** The line that says that the undo script refuses a transaction; 0 without one. */
	int undoWithoutTransaction() {
		return this.undoWithoutTransaction;
	}

	/** What the last marker said holds from here on. */
	void enter() {
		this.up = this.next;
	}

	/** Take note of a statement. */
	void contain(SqlStatement statement) {
		this.begun = true;
		if (!this.upMarked && this.up && this.unmarked == null) {
			this.unmarked = statement;
		}
	}

	/**
	 * Take note of a comment.
	 * @return whether a statement before it ends there
	 */
	boolean take(String comment, long offset, int line) throws ScriptSyntaxException {
		boolean ends = false;
		for (Marker marker : read(comment, offset)) {
			if (isForeign(marker)) {
				this.foreign = (this.foreign != null) ? this.foreign
						: new Foreign(Objects.requireNonNull(marker.layout()), offset);
				return false;
			}
			this.layout = (this.layout != null) ? this.layout : marker.layout();
			ends |= follow(marker, offset, line);
		}
		return ends;
	}

	/**
	 * Where a tool runs nothing before its own marker, a marker behind a statement may
	 * still be prose: a separator of tern's may follow.
	 */
	private boolean isForeign(Marker marker) {
		return this.layout == null && this.begun && marker.layout() != null && MARKED.contains(marker.layout())
				&& marker.meaning() != Meaning.UP;
	}

	private boolean follow(Marker marker, long offset, int line) throws ScriptSyntaxException {
		switch (marker.meaning()) {
			case UP -> {
				refuseUnmarked();
				this.upMarked = true;
				this.next = true;
				return true;
			}
			case DOWN, UNDO -> {
				this.next = false;
				return true;
			}
			case STATEMENT_END -> {
				return true;
			}
			case NO_TRANSACTION -> forbidTransaction(marker, line);
			case NO_TRANSACTION_IF_FIRST_LINE -> {
				if (offset == 0) {
					forbidTransaction(marker, line);
				}
			}
			case PLACEHOLDERS, NO_PLACEHOLDERS -> {
				if (this.begun) {
					throw new ScriptSyntaxException(offset,
							"this line says how the script is read: it must stand before the first statement");
				}
			}
			case STATEMENT_BEGIN, SUBSTITUTE_ON, SUBSTITUTE_OFF -> {
			}
		}
		return false;
	}

	/** Check at the end of the script that there was something to run. */
	void end() throws ScriptSyntaxException {
		if (this.layout != null && MARKED.contains(this.layout) && !this.upMarked) {
			throw new ScriptSyntaxException((this.unmarked != null) ? this.unmarked.offset() : 0,
					"nothing says where the part to run begins: a line " + up(this.layout) + " is missing");
		}
		if (this.layout == null && this.foreign != null) {
			throw new ScriptSyntaxException(this.foreign.offset(), "a line of " + this.foreign.layout().property()
					+ "'s without a line " + up(this.foreign.layout()) + " before the first statement");
		}
	}

	/** Markers of another tool than the first are comments, as they are to that one. */
	private List<Marker> read(String comment, long offset) throws ScriptSyntaxException {
		try {
			return Markers.read(this.layout, comment);
		}
		catch (ScriptSyntaxException ex) {
			throw new ScriptSyntaxException(offset + ex.offset(), ex.getMessage());
		}
	}

	private void refuseUnmarked() throws ScriptSyntaxException {
		if (this.unmarked != null && this.layout != null) {
			throw new ScriptSyntaxException(this.unmarked.offset(), "a statement before the line " + up(this.layout)
					+ ", where " + this.layout.property() + " runs nothing");
		}
	}

	private void forbidTransaction(Marker marker, int line) {
		boolean whole = marker.layout() == Layout.GOOSE;
		if (whole || this.next) {
			this.upWithoutTransaction = line;
		}
		if (whole || !this.next) {
			this.undoWithoutTransaction = line;
		}
	}

	private static String up(Layout layout) {
		return switch (layout) {
			case GOOSE -> "-- +goose Up";
			case DBMATE -> "-- migrate:up";
			default -> "-- +migrate Up";
		};
	}

	/**
	 * A marker that may be prose.
	 */
	private record Foreign(Layout layout, long offset) {

	}

}
