package dev.slipway.sample.database;

import org.jspecify.annotations.Nullable;

/**
 * The sample cannot have its databases, and what whoever started it can do about it.
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
