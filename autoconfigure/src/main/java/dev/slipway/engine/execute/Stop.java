package dev.slipway.engine.execute;

/**
 * Ends the work on a script from deep inside. Carries how it went, not a fault of its
 * own.
 */
public final class Stop extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient Outcome result;

	Stop(Outcome result) {
		super(null, null, false, false);
		this.result = result;
	}

	Outcome result() {
		return this.result;
	}

}
