package dev.slipway.engine.execute.recovery;

import dev.slipway.engine.history.HistoryRow;

/**
 * What is known of the statement with which a script goes on.
 *
 * @param wasTried whether it was sent before, or another one in its place, which may have
 * left something
 * @param isUnknown whether only the catalogs know what became of it: the process that
 * sent it was killed
 * @param before the transaction that last advanced the counter before the statement was
 * sent, empty when it was not sent; what is older in the catalogs is not its work
 */
public record PreviousAttempt(boolean wasTried, boolean isUnknown, String before) {

	public static final PreviousAttempt NONE = new PreviousAttempt(false, false, "");

	static PreviousAttempt of(HistoryRow row, String before) {
		return new PreviousAttempt(true, row.state() != HistoryRow.State.FAILED, before);
	}

	/**
	 * What is known of another statement in its place, or behind it: it has not come to
	 * its end, but the file may have been changed, and earlier tries of it may have left
	 * something.
	 */
	public PreviousAttempt ofAnother() {
		return new PreviousAttempt(this.wasTried, false, this.before);
	}

}
