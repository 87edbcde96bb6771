package dev.slipway.engine.script;

/**
 * A script that cannot be split: where and why.
 */
final class ScriptSyntaxException extends Exception {

	private static final long serialVersionUID = 1L;

	private final long offset;

	ScriptSyntaxException(long offset, String message) {
		super(message);
		this.offset = offset;
	}

	long offset() {
		return this.offset;
	}

	/** Never without a message. */
	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
