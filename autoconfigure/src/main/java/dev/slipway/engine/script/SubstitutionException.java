package dev.slipway.engine.script;

import java.io.IOException;

/**
 * A variable that cannot be replaced: where and why, never what another one stands for.
 */
final class SubstitutionException extends IOException {

	private static final long serialVersionUID = 1L;

	private final long offset;

	SubstitutionException(long offset, String message) {
		super(message);
		this.offset = offset;
	}

	/** Where the variable begins, in UTF-16 units: in the file's text for its readers. */
	long offset() {
		return this.offset;
	}

	/** Never without a message. */
	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
