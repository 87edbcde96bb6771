package dev.slipway.engine.text;

/**
 * The name of a service. As text it is what sentences about the service begin with.
 *
 * @param name the name, empty for the unnamed service
 */
public record ServiceName(String name) {

	/**
	 * Return {@code "Service 'name'"}, or {@code "Slipway"} for the unnamed service.
	 */
	@Override
	public String toString() {
		return this.name.isEmpty() ? "Slipway" : "Service '" + Printable.line(this.name) + "'";
	}

}
