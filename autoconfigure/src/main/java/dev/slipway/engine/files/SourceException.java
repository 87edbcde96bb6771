package dev.slipway.engine.files;

/**
 * Files of the source folder cannot be written or renamed as somebody has asked for.
 * Nothing was changed.
 */
public final class SourceException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Create an exception.
	 * @param problem what cannot be done and why, one or more sentences
	 * @param action what to do, one or more sentences
	 */
	public SourceException(String problem, String action) {
		super(problem);
		this.action = action;
	}

	/** Return what to do. */
	public String action() {
		return this.action;
	}

}
