package dev.slipway.engine.layout;

/**
 * What not all tools do.
 */
public enum Trait {

	/** Names are plain: lines in the text tell that a file is the tool's. */
	TOLD_BY_TEXT,

	/** Only a setting tells that a file is the layout's. */
	BY_SETTING,

	/** Lines of the tools that have no layout of their own mean something. */
	PLAIN_LINES,

	/** Nothing runs but what stands behind the line that begins the script. */
	NEEDS_UP,

	/** Several sections of a kind are joined. */
	JOINS_SECTIONS,

	/** Each line occurs once, and a statement that begins ends. */
	STRICT,

	/** Sections come in turns. */
	IN_TURNS,

	/** What is said of transactions concerns both sections. */
	NO_TRANSACTION_FOR_BOTH,

	/** The name is part of what identifies a migration. */
	NAMES_TELL_APART,

	/** Files that are not in the folder of a migration are left alone. */
	FOLDERS_ONLY,

	/** What is in sub-folders is left alone. */
	NO_SUB_FOLDERS

}
