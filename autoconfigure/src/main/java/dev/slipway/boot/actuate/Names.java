package dev.slipway.boot.actuate;

/**
 * Names of services where a name must not be empty.
 */
final class Names {

	/** Of the unnamed service. */
	static final String DEFAULT = "default";

	private Names() {
	}

	static String display(String service) {
		return service.isEmpty() ? DEFAULT : service;
	}

}
