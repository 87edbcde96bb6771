package dev.slipway.engine.execute;

import dev.slipway.engine.history.HistoryRow;

/**
 * What is known of the statement with which a script goes on.
 *
 * @param outcome what became of it when it was tried before
 * @param before the transaction that wrote the history row before it was tried; what is
 * older in the catalogs was there before. Empty when it was not tried
 */
record Recovery(Outcome outcome, String before) {

	static final Recovery NONE = new Recovery(Outcome.NOT_TRIED, "");

	static Recovery of(HistoryRow row, String before) {
		return new Recovery((row.state() == HistoryRow.State.FAILED) ? Outcome.REFUSED : Outcome.UNKNOWN, before);
	}

	boolean isUnknown() {
		return this.outcome == Outcome.UNKNOWN;
	}

	boolean wasTried() {
		return this.outcome != Outcome.NOT_TRIED;
	}

	/** What became of a statement. */
	enum Outcome {

		/** It was not sent yet. */
		NOT_TRIED,

		/** The server refused it. */
		REFUSED,

		/** Whoever sent it was killed. */
		UNKNOWN

	}

}
