package dev.slipway.engine.script;

import java.io.IOException;

/**
 * A variable that cannot be replaced: where and why.
 */
final class SubstitutionException extends IOException {

	private static final long serialVersionUID = 1L;

	private final long offset;

	SubstitutionException(long offset, String message) {
		super(message);
		this.offset = offset;
	}

	/** Where the variable stands in the file, in UTF-16 units. */
	long offset() {
		return this.offset;
	}

}
