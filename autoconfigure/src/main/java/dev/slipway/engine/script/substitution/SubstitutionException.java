package dev.slipway.engine.script.substitution;

import java.io.IOException;

/**
 * A variable that cannot be replaced: where and why, never what another one stands for.
 */
public final class SubstitutionException extends IOException {

	private static final long serialVersionUID = 1L;

	private final long offset;

	SubstitutionException(long offset, String message) {
		super(message);
		this.offset = offset;
	}

	/** Where the variable begins in the file's text, in UTF-16 units. */
	public long offset() {
		return this.offset;
	}

	/** Never without a message. */
	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
