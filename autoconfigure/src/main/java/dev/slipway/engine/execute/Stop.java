package dev.slipway.engine.execute;

/**
 * Ends the work on a script from deep inside. Carries how it went, not a fault of its
 * own.
 */
public final class Stop extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient Outcome outcome;

	Stop(Outcome outcome) {
		super(null, null, false, false);
		this.outcome = outcome;
	}

	Outcome outcome() {
		return this.outcome;
	}

}
