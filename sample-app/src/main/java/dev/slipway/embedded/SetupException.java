package dev.slipway.embedded;

import org.jspecify.annotations.Nullable;

/**
 * The databases of the sample are not available. The action says how to fix that.
 */
final class SetupException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	SetupException(String what, String action) {
		this(what, action, null);
	}

	SetupException(String what, String action, @Nullable Throwable cause) {
		super(what, cause);
		this.action = action;
	}

	String getAction() {
		return this.action;
	}

}
