package dev.slipway.engine.script;

import java.util.List;

import dev.slipway.Layout;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.Marker;
import dev.slipway.engine.layout.Meaning;
import dev.slipway.engine.layout.Trait;
import dev.slipway.engine.sql.SqlComment;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The sections of a script, as its marker comments divide it: what is to be run, and what
 * undoes it. Without markers all of it is to be run.
 */
final class Sections {

	private static final String UNDO_COMMENT = "this comment seems to begin an undo script, which would run now. "
			+ "If it does, write -- slipway: undo instead; layout: plain takes it for a comment";

	private @Nullable Layout layout;

	private boolean up = true;

	/** The section that begins behind the marker that was read last. */
	private boolean next = true;

	private boolean begun;

	/** Whether a line says that nothing runs. */
	private boolean ignored;

	/** The layout of the first marker that may be prose, and where it begins. */
	private @Nullable Layout foreign;

	private long foreignOffset;

	/** The layout of a first marker whose words are common. */
	private @Nullable Layout common;

	private boolean upMarked;

	/** Whether words of node-pg-migrate's stand before what is run. */
	private boolean upWords;

	/** The same for what is undone, and whether a statement stands behind them. */
	private @Nullable SqlComment downWords;

	private boolean underDownWords;

	private @Nullable SqlComment undone;

	/** Where the undo script begins that was marked last. */
	private @Nullable Mark undo;

	private int undoPart;

	/** Whether a line of Slipway's own marks it: it goes on to the end of the file. */
	private boolean undoIsLast;

	/** Where the statement begins that goes on to its StatementEnd. */
	private @Nullable Mark block;

	private @Nullable SqlStatement unmarked;

	private int upWithoutTransaction;

	private int undoWithoutTransaction;

	/** The layout that the name or a setting has told. */
	private final @Nullable Layout named;

	/** Whether a setting has told it. */
	private final boolean forced;

	/** The path of the file. */
	private final String path;

	/** Whether what is read is no longer what the file has, but SQL. */
	private boolean rewritten;

	/** A comment that may begin an undo script. */
	private @Nullable Suspect suspect;

	/**
	 * Create sections that no marker was read of.
	 * @param layout the layout, {@code null} when the first marker is to tell
	 * @param forced whether a setting has told the layout, and not the file's name
	 * @param path the path of the file
	 */
	Sections(@Nullable Layout layout, boolean forced, String path) {
		this.layout = layout;
		this.named = layout;
		this.forced = forced;
		this.path = path;
	}

	/** The first lines have told the layout. */
	void isOf(Layout told) {
		this.layout = told;
		this.rewritten = true;
	}

	/** Whether the current section is the one to be run. */
	boolean isUp() {
		return this.up;
	}

	/** Whether the current section undoes the script. */
	boolean isUndo() {
		return !this.up && !this.ignored;
	}

	/** Whether the section behind the last marker is the one to be run. */
	boolean isUpNext() {
		return this.next;
	}

	/** The layout, as far as it is known. */
	@Nullable Layout layout() {
		return this.layout;
	}

	/** The layout that the first marker tells, if more of its lines follow. */
	@Nullable Layout common() {
		return this.common;
	}

	/** The line on which the undo script begins that was marked last; 0 without one. */
	int undoLine() {
		return (this.undo != null) ? this.undo.line() : 0;
	}

	/** The same for the part that the current statement belongs to. */
	int undoPart() {
		return this.undoPart;
	}

	/** Whether several parts that undo something run last first. */
	boolean isUndoneInReverse() {
		return has(Trait.UNDONE_IN_REVERSE);
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
		this.undoPart = undoLine();
	}

	/** Take note of a statement. */
	void contain(SqlStatement statement) throws SqlSyntaxException {
		if (statement.kind() == SqlStatement.Kind.ROLLBACK) {
			this.suspect = null;
		}
		if (this.up) {
			refuseSuspect();
		}
		this.begun = true;
		this.undone = (this.underDownWords && this.undone == null) ? this.downWords : this.undone;
		if (!this.upMarked && this.up && this.unmarked == null) {
			this.unmarked = statement;
		}
	}

	/**
	 * Take note of a comment.
	 * @return whether a statement before it ends there
	 */
	boolean take(SqlComment comment) throws SqlSyntaxException {
		noteWords(Marker.direction(comment), comment);
		boolean ends = false;
		long offset = comment.offset();
		List<Marker> markers = read(this.layout, comment);
		if (markers.isEmpty() && this.layout == null && this.common != null) {
			markers = read(this.common, comment);
		}
		if (markers.isEmpty()) {
			suspect(comment);
		}
		for (Marker marker : markers) {
			if (marker.meaning() == Meaning.HEADER && this.layout == null && this.begun) {
				return false;
			}
			if (isCommon(marker, comment)) {
				return false;
			}
			if (isForeign(marker)) {
				if (this.foreign == null) {
					this.foreign = marker.layout();
					this.foreignOffset = offset;
				}
				return false;
			}
			refuseLate(marker, offset);
			this.layout = (this.layout != null) ? this.layout : marker.layout();
			ends |= follow(marker, offset, comment.line());
		}
		return ends;
	}

	/**
	 * Take note of a comment of a file that stands in the script, and may say nothing of
	 * all of it.
	 */
	void takeIncluded(SqlComment comment) throws SqlSyntaxException {
		for (Marker marker : read(this.layout, comment)) {
			if (this.layout != null || !Layouts.has(marker.layout(), Trait.COMMON_WORDS)) {
				throw new SqlSyntaxException(comment.offset(),
						"this line says something of a whole script, and the file stands in " + this.path
								+ ": write it there");
			}
		}
		suspect(comment);
	}

	/** One of them alone cuts nothing. */
	private void noteWords(@Nullable Meaning direction, SqlComment comment) {
		if (direction != null) {
			this.upWords |= direction == Meaning.UP;
			this.underDownWords = direction == Meaning.DOWN;
			this.downWords = this.underDownWords ? comment : this.downWords;
		}
	}

	/** What has been read cannot be read again as the tool reads it. */
	private void refuseLate(Marker marker, long offset) throws SqlSyntaxException {
		Layout other = marker.layout();
		if (other != null && Layouts.of(other).rewriting() != null && !this.rewritten) {
			throw new SqlSyntaxException(offset, "this is a line of " + other.property()
					+ "'s, of which none stands before the first statement. If the file is the tool's, use layout: "
					+ other.property());
		}
	}

	/**
	 * Words that people write in comments too tell the layout only where both of its
	 * parts are: the lines of another tool may follow.
	 * @return whether the marker tells nothing yet
	 */
	private boolean isCommon(Marker marker, SqlComment comment) {
		if (this.layout != null || !Layouts.has(marker.layout(), Trait.COMMON_WORDS)) {
			return false;
		}
		if (marker.meaning() == Meaning.UP) {
			this.common = this.begun ? this.common : marker.layout();
			return true;
		}
		if (this.common == marker.layout()) {
			this.layout = this.common;
			this.upMarked = true;
			this.unmarked = null;
			return false;
		}
		if (this.begun) {
			suspect(comment);
		}
		return this.begun;
	}

	/**
	 * Where a tool runs nothing before its own marker, a marker behind a statement may
	 * still be prose: a separator of tern's may follow.
	 */
	private boolean isForeign(Marker marker) {
		return this.layout == null && this.begun
				&& (Layouts.has(marker.layout(), Trait.NEEDS_UP) || Layouts.has(marker.layout(), Trait.DOWN_NEEDS_UP))
				&& marker.meaning() != Meaning.UP;
	}

	private boolean follow(Marker marker, long offset, int line) throws SqlSyntaxException {
		Meaning meaning = marker.meaning();
		if (meaning == Meaning.UP) {
			refuseOpenBlock();
			refuseUp(offset);
			refuseUnmarked();
			this.upMarked = true;
			this.next = true;
			return true;
		}
		if (meaning == Meaning.DOWN || meaning == Meaning.UNDO) {
			refuseOpenBlock();
			refuseSecondUndo(meaning, offset);
			this.undo = new Mark(offset, line);
			this.undoIsLast = meaning == Meaning.UNDO;
			this.next = false;
			return true;
		}
		if (meaning == Meaning.STATEMENT_END) {
			return endBlock(offset);
		}
		if (meaning == Meaning.IGNORE) {
			ignore(offset);
			return true;
		}
		if (meaning == Meaning.STATEMENT_BEGIN) {
			beginBlock(offset, line);
		}
		else if (meaning == Meaning.NO_TRANSACTION || (meaning == Meaning.NO_TRANSACTION_IF_FIRST_LINE && offset == 0)
				|| (meaning == Meaning.NO_TRANSACTION_AT_TOP && !this.begun)) {
			forbidTransaction(marker, line);
		}
		else if (meaning == Meaning.NO_TRANSACTION_IF_FIRST) {
			refuseBegun(offset);
			forbidTransaction(marker, line);
		}
		else if (this.begun && (meaning == Meaning.PLACEHOLDERS || meaning == Meaning.NO_PLACEHOLDERS)) {
			throw new SqlSyntaxException(offset,
					"this line says how the script is read: it must stand before the first statement");
		}
		return false;
	}

	/** Statements that have been read cannot be taken back. */
	private void ignore(long offset) throws SqlSyntaxException {
		refuseBegun(offset);
		this.next = false;
		this.ignored = true;
	}

	private void refuseBegun(long offset) throws SqlSyntaxException {
		if (this.begun) {
			throw new SqlSyntaxException(offset, "this line must stand before the first statement");
		}
	}

	/** goose has each line once, and a newer dbmate wants them in turns. */
	private void refuseUp(long offset) throws SqlSyntaxException {
		Mark begun = this.undo;
		if (begun != null && this.undoIsLast) {
			throw secondUndo(offset, begun);
		}
		if (begun != null && !this.upMarked && this.layout != null && !has(Trait.JOINS_SECTIONS)) {
			throw new SqlSyntaxException(begun.offset(), "this line stands before the line " + up(this.layout));
		}
		if (this.upMarked && this.layout != null && has(Trait.STRICT)) {
			throw new SqlSyntaxException(offset, this.layout.property() + " has one line " + up(this.layout));
		}
		if (this.upMarked && this.next && has(Trait.IN_TURNS)) {
			throw new SqlSyntaxException(offset, "a line -- migrate:down has to come before it");
		}
	}

	/** sql-migrate joins several sections, and tern takes later lines for comments. */
	private void refuseSecondUndo(Meaning meaning, long offset) throws SqlSyntaxException {
		Mark begun = this.undo;
		boolean second = meaning == Meaning.UNDO || this.undoIsLast || has(Trait.STRICT)
				|| (has(Trait.IN_TURNS) && !this.next);
		if (begun != null && second) {
			throw secondUndo(offset, begun);
		}
	}

	private static SqlSyntaxException secondUndo(long offset, Mark begun) {
		return new SqlSyntaxException(offset, "the undo script has begun on line " + begun.line() + " already");
	}

	/** sql-migrate goes on where goose refuses. */
	private void beginBlock(long offset, int line) throws SqlSyntaxException {
		boolean within = this.upMarked || this.undo != null;
		if (has(Trait.STRICT) && this.block != null) {
			throw new SqlSyntaxException(offset,
					"the statement that began on line " + this.block.line() + " has no end yet");
		}
		if (this.layout != null && has(Trait.STRICT) && !within) {
			throw new SqlSyntaxException(offset, "this line stands before the line " + up(this.layout));
		}
		if (within && this.block == null) {
			this.block = new Mark(offset, line);
		}
	}

	private boolean endBlock(long offset) throws SqlSyntaxException {
		boolean begun = this.block != null;
		if (this.layout != null && has(Trait.STRICT) && !begun) {
			throw new SqlSyntaxException(offset,
					"no line " + Layouts.of(this.layout).lead() + " StatementBegin comes before it");
		}
		this.block = null;
		return begun;
	}

	private void refuseOpenBlock() throws SqlSyntaxException {
		if (this.block != null && this.layout != null) {
			throw new SqlSyntaxException(this.block.offset(), "the statement does not end: a line "
					+ Layouts.of(this.layout).lead() + " StatementEnd is missing");
		}
	}

	/** Check at the end of the script that there was something to run. */
	void end() throws SqlSyntaxException {
		refuseOpenBlock();
		if (this.layout == null && this.upWords && this.undone != null) {
			throw new SqlSyntaxException(this.undone.offset(), UNDO_COMMENT);
		}
		boolean needsUp = has(Trait.NEEDS_UP) || (has(Trait.DOWN_NEEDS_UP) && this.undo != null);
		if (this.layout != null && needsUp && !this.upMarked) {
			throw new SqlSyntaxException((this.unmarked != null) ? this.unmarked.offset() : 0,
					"nothing says where the part to run begins: a line " + up(this.layout) + " is missing");
		}
		if (this.layout == null && this.foreign != null) {
			throw new SqlSyntaxException(this.foreignOffset, "a line of " + this.foreign.property()
					+ "'s without a line " + up(this.foreign) + " before the first statement");
		}
	}

	/** Markers of another tool than the first are comments, as they are to that one. */
	private static List<Marker> read(@Nullable Layout layout, SqlComment comment) throws SqlSyntaxException {
		try {
			return Marker.read(layout, comment);
		}
		catch (SqlSyntaxException ex) {
			throw new SqlSyntaxException(comment.offset() + ex.offset(), ex.getMessage());
		}
	}

	/**
	 * Remember a comment that may begin what undoes the script. In a file that is known
	 * to be a tool's by its text, it is a comment, as it is to that tool.
	 */
	private void suspect(SqlComment comment) {
		if (this.forced || this.suspect != null) {
			return;
		}
		Layout cut = Marker.cut(comment);
		Layout other = (this.named == null) ? null : (cut != null) ? cut : otherUndo(comment);
		if (other != null || (this.layout == null && (cut != null || Marker.isUndo(comment)))) {
			this.suspect = new Suspect(comment.offset(), other);
		}
	}

	private static @Nullable Layout otherUndo(SqlComment comment) {
		try {
			return Marker.read(null, comment)
				.stream()
				.filter((marker) -> marker.meaning() == Meaning.DOWN)
				.map(Marker::layout)
				.filter((layout) -> !Layouts.has(layout, Trait.COMMON_WORDS))
				.findFirst()
				.orElse(null);
		}
		catch (SqlSyntaxException ex) {
			// Nearly a line of a tool that has no say in this file.
			return null;
		}
	}

	/** A suspect with nothing but comments behind it does no harm. */
	private void refuseSuspect() throws SqlSyntaxException {
		Suspect found = this.suspect;
		if (found == null || (this.layout != this.named)) {
			return;
		}
		if (found.layout() != null && this.named != null) {
			Layout other = found.layout();
			String remedy = Layouts.accepts(other, this.path) ? "use layout: " + other.property()
					: "name the file as that tool does, such as " + Layouts.of(other).shapes().get(0).example();
			throw new SqlSyntaxException(found.offset(),
					"a line of " + other.property() + "'s begins an undo script here, in a file whose name is "
							+ this.named.property() + "'s. If it is one, " + remedy + "; layout: "
							+ this.named.property() + " takes the line for a comment");
		}
		throw new SqlSyntaxException(found.offset(), UNDO_COMMENT);
	}

	private void refuseUnmarked() throws SqlSyntaxException {
		if (this.unmarked != null && this.layout != null) {
			throw new SqlSyntaxException(this.unmarked.offset(), "a statement before the line " + up(this.layout)
					+ ", where " + this.layout.property() + " runs nothing");
		}
	}

	private void forbidTransaction(Marker marker, int line) {
		boolean whole = Layouts.has(marker.layout(), Trait.NO_TRANSACTION_FOR_BOTH);
		if (whole || this.next) {
			this.upWithoutTransaction = line;
		}
		if (whole || !this.next) {
			this.undoWithoutTransaction = line;
		}
	}

	private static String up(Layout layout) {
		return Layouts.of(layout).upLine();
	}

	private boolean has(Trait trait) {
		return Layouts.has(this.layout, trait);
	}

	/**
	 * A comment that may begin an undo script.
	 *
	 * @param layout the layout that has such a line, {@code null} for words of any
	 */
	private record Suspect(long offset, @Nullable Layout layout) {

	}

	/**
	 * Where something begins.
	 */
	private record Mark(long offset, int line) {

	}

}
