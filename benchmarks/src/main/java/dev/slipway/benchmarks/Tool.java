package dev.slipway.benchmarks;

import java.util.Locale;

/**
 * What applies migrations, or bounds what applying them can cost.
 */
enum Tool {

	/** The same application without migrations. */
	NONE("no migrations"),

	SLIPWAY("Slipway"),

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
		return switch (this) {
			case BARE -> "bare";
			case BARE_ONE -> "bare-one";
			default -> name().toLowerCase(Locale.ROOT);
		};
	}

	boolean isBare() {
		return this == BARE || this == BARE_ONE;
	}

	/** Whether it is a program of its own, whose whole process is measured. */
	boolean isCommand() {
		return this == DBMATE || this == PSQL;
	}

	/** Whether it brings a Spring Boot starter. */
	boolean isStarter() {
		return this == SLIPWAY || this == FLYWAY || this == LIQUIBASE;
	}

}
