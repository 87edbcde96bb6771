package dev.slipway.engine.text;

/**
 * What somebody has asked for cannot be done as things are. Nothing was changed.
 */
public final class RefusedException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Create an exception.
	 * @param problem what cannot be done and why, one or more sentences
	 * @param action what to do, one or more sentences
	 */
	public RefusedException(String problem, String action) {
		super(problem);
		this.action = action;
	}

	/** Return what to do. */
	public String action() {
		return this.action;
	}

}
