package dev.slipway.benchmarks;

/**
 * What one run of a tool is measured by.
 */
enum Metric {

	MILLISECONDS,

	/** Bytes that its JVM has allocated. */
	ALLOCATED,

	/** Classes that its JVM has loaded. */
	CLASSES,

	ROUND_TRIPS,

	/** Connections that were opened. */
	CONNECTIONS,

	/** Bytes to the server. */
	SENT,

	/** Bytes from the server. */
	RECEIVED

}
