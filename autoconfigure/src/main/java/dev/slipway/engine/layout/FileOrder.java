package dev.slipway.engine.layout;

/**
 * The orders in which tools run files.
 */
public enum FileOrder {

	/** Versions are numbers, part by part. */
	NUMBERS,

	/** Versions are text: digits without separators, with their leading zeros. */
	VERSION_TEXT,

	/** File names are text, or those of the folders that carry the versions. */
	FILE_NAME,

	/**
	 * File names are text, but for what all of them begin with, and what a file depends
	 * on comes before it.
	 */
	NAME_AND_DEPENDENCIES,

	/** Versions are numbers, but those that are dates compare by time. */
	TIME

}
