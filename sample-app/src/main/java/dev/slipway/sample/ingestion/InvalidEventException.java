package dev.slipway.sample.ingestion;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * An event breaks at least one rule.
 */
final class InvalidEventException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Map<String, String> errors;

	InvalidEventException(Map<String, String> errors) {
		super(errors.entrySet()
			.stream()
			.map((error) -> error.getKey() + " " + error.getValue() + ".")
			.collect(Collectors.joining(" ")));
		this.errors = Map.copyOf(errors);
	}

	/** Return the broken rules by field. */
	Map<String, String> getErrors() {
		return this.errors;
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
