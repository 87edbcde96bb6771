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
	NO_SUB_FOLDERS,

	/** Without its lines all of a file runs, but not where something is undone. */
	DOWN_NEEDS_UP,

	/** Its lines are words that people write in comments too. */
	COMMON_WORDS,

	/** Its lines count within strings and bodies too, where they cut these. */
	LINES_WITHIN_STRINGS,

	/** A semicolon ends a statement within strings, bodies and comments too. */
	SEMICOLONS_WITHIN_STRINGS,

	/** Lines of two dashes are left out within strings too. */
	NO_COMMENT_LINES,

	/** Empty lines are left out within strings too. */
	NO_EMPTY_LINES,

	/** A semicolon ends a statement within comments too. */
	SEMICOLONS_WITHIN_COMMENTS,

	/** A semicolon in the value of a variable ends a statement too. */
	SEMICOLONS_WITHIN_VALUES,

	/** Nothing is read behind a line of 64 KiB. */
	NO_LONG_LINES,

	/** Of several parts that undo something the last one runs first. */
	UNDONE_IN_REVERSE,

	/** Without its lines nothing of a file runs, and nothing is said. */
	SILENT_WITHOUT_UP,

	/** A file without its lines is read as those beside it that have them. */
	WHOLE_FOLDER,

	/** Numbers begin at 1, and what comes behind a missing one never runs. */
	WITHOUT_GAPS,

	/** A version with a dot is a decimal number. */
	DECIMAL_VERSIONS,

	/** Versions of 17 digits are times, and are compared with others in milliseconds. */
	TIMES_OF_17_DIGITS,

	/** A file for all databases runs beside one for a single database. */
	DATABASES_BESIDE,

	/** Its names mean nothing beside those of another tool. */
	ALONE,

	/** A program beside it runs each file. */
	LOADED,

	/** A plan beside its folders says which files run, and in which order. */
	PLANNED,

	/** Lines at the top of a file name those that run before it. */
	DEPENDENCIES,

	/** <code>${name}</code> is replaced unless a file or a setting says otherwise. */
	PLACEHOLDERS,

	/** A name between two dollar signs is a variable, wherever it stands. */
	DOLLAR_VARIABLES,

	/** Folders carry the versions, and all of a path says what a file is. */
	VERSION_FOLDERS

}
