package dev.slipway.engine.execute.recovery;

import dev.slipway.engine.history.HistoryRow;

/**
 * What is known of the statement with which a script goes on.
 *
 * @param state what became of it when it was tried before
 * @param before the last transaction that counted before it was tried; what is older in
 * the catalogs was there before. Empty when it was not tried
 */
public record PreviousTry(State state, String before) {

	public static final PreviousTry NONE = new PreviousTry(State.NOT_TRIED, "");

	static PreviousTry of(HistoryRow row, String before) {
		return new PreviousTry((row.state() == HistoryRow.State.FAILED) ? State.REFUSED : State.UNKNOWN, before);
	}

	/**
	 * What is known of another statement in its place, or behind it: it has not come to
	 * its end, but the file may have been changed, and earlier tries of it may have left
	 * something.
	 */
	public PreviousTry ofAnother() {
		return new PreviousTry(wasTried() ? State.REFUSED : State.NOT_TRIED, this.before);
	}

	public boolean isUnknown() {
		return this.state == State.UNKNOWN;
	}

	boolean wasTried() {
		return this.state != State.NOT_TRIED;
	}

	/** What became of a statement. */
	public enum State {

		/** It was not sent yet. */
		NOT_TRIED,

		/**
		 * It has not come to its end: the server refused it, or what stood in its place.
		 */
		REFUSED,

		/** The process that sent it was killed. */
		UNKNOWN

	}

}
