package dev.slipway.engine.adopt;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.Migration.Kind;

/**
 * By what most tools name a file in their tables: one key for a versioned file, none for
 * any other, which they do not have.
 */
final class FileKeys {

	private static final Pattern DIGITS = Pattern.compile("\\d+");

	private FileKeys() {
	}

	/** The version as a number: leading zeros mean nothing. */
	static List<String> version(Migration file) {
		return (file.kind() == Kind.VERSIONED) ? List.of(file.requireVersion().canonical()) : List.of();
	}

	/** The digits that the name begins with, as they are written. */
	static List<String> digits(Migration file) {
		Matcher digits = DIGITS.matcher(file.fileName());
		return (file.kind() == Kind.VERSIONED && digits.lookingAt()) ? List.of(digits.group()) : List.of();
	}

	/** The file's name. */
	static List<String> name(Migration file) {
		return (file.kind() == Kind.VERSIONED) ? List.of(file.fileName()) : List.of();
	}

	/** The file's name without its last ending. */
	static List<String> stem(Migration file) {
		String name = file.fileName();
		return (file.kind() == Kind.VERSIONED) ? List.of(name.substring(0, end(name, '.'))) : List.of();
	}

	/** The name of the folder that carries the version. */
	static List<String> folder(Migration file) {
		String name = file.fileName();
		return (file.kind() == Kind.VERSIONED) ? List.of(name.substring(0, end(name, '/'))) : List.of();
	}

	private static int end(String name, char separator) {
		int end = name.lastIndexOf(separator);
		return (end < 0) ? name.length() : end;
	}

}
