package dev.slipway.benchmarks;

import java.util.Locale;

/**
 * What applies migrations, or bounds what applying them can cost.
 */
enum Tool {

	/** The same application without migrations. */
	NONE("no migrations"),

	/** The same, processed ahead of time. */
	NONE_PROCESSED("no migrations, processed ahead of time"),

	SLIPWAY("Slipway"),

	/** In an application that was processed ahead of time. */
	SLIPWAY_INDEX("Slipway with its index"),

	FLYWAY("Flyway"),

	LIQUIBASE("Liquibase"),

	/** A command, if its npm package is installed. */
	DBMATE("dbmate"),

	/** {@code psql -1 -f}, if psql is found. */
	PSQL("psql -1 -f"),

	/** A message for each file, with its row. */
	BARE("bare pgjdbc"),

	/** All files in one message. */
	BARE_ONE("bare, one message");

	private final String label;

	Tool(String label) {
		this.label = label;
	}

	String label() {
		return this.label;
	}

	/** As the measured JVM knows it. */
	String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** The tool whose class path and history it has. */
	Tool base() {
		return switch (this) {
			case NONE_PROCESSED -> NONE;
			case SLIPWAY_INDEX -> SLIPWAY;
			case BARE_ONE -> BARE;
			default -> this;
		};
	}

	/** Whether its application was processed ahead of time. */
	boolean isProcessed() {
		return this == NONE_PROCESSED || this == SLIPWAY_INDEX;
	}

	boolean isBare() {
		return base() == BARE;
	}

	/** Whether it is a program of its own, whose whole process is measured. */
	boolean isCommand() {
		return this == DBMATE || this == PSQL;
	}

	/** Whether it brings a Spring Boot starter. */
	boolean isStarter() {
		return base() == SLIPWAY || this == FLYWAY || this == LIQUIBASE;
	}

}
