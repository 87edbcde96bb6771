package dev.slipway.engine.script;

/**
 * A script that cannot be split: where and why.
 */
final class ScriptSyntaxException extends Exception {

	private static final long serialVersionUID = 1L;

	private final int offset;

	ScriptSyntaxException(int offset, String message) {
		super(message);
		this.offset = offset;
	}

	int offset() {
		return this.offset;
	}

	/** Never without a message. */
	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
