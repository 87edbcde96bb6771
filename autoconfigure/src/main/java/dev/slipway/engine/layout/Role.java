package dev.slipway.engine.layout;

/**
 * What a file is for, as its name says.
 */
public enum Role {

	/** Runs once. */
	VERSIONED,

	/** Undoes another file. */
	UNDO,

	/** Stands for all versions up to its own. */
	BASELINE,

	/** Runs whenever it has changed. */
	REPEATABLE,

	/** Runs at a moment of a run. */
	CALLBACK

}
