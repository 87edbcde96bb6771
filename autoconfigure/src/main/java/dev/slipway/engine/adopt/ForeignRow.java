package dev.slipway.engine.adopt;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * A row of another tool's history, in words that all tools share. Immutable.
 *
 * @param label how messages name it, as its tool does: a file's name, or a version and a
 * description
 * @param keys what names its file, see {@link ForeignTool#parts}; of several the first
 * one that a file has. Empty where no file can be named
 * @param state what it says
 * @param program whether it stands for code, not for a file
 * @param version the version; {@code null} where there is none. A row without a file
 * needs one, unless it says that something is not applied
 * @param name the name that a row without a file gets
 * @param checksum the tool's checksum of the file; {@code null} where it has none
 * @param appliedAt when it was applied; {@code null} where that is not known
 * @param duration how long it took; {@code null} where that is not known
 * @param appliedBy who has applied it; {@code null} where that is not known
 */
record ForeignRow(String label, List<String> keys, State state, boolean program, @Nullable Version version, String name,
		@Nullable String checksum, @Nullable Instant appliedAt, @Nullable Duration duration,
		@Nullable String appliedBy) {

	/** What the history calls a row without a file that has no name. */
	private static final String PROGRAM = "program";

	private static final Pattern DIGITS = Pattern.compile("\\d+");

	/**
	 * Create a row.
	 */
	ForeignRow {
		keys = List.copyOf(keys);
	}

	/**
	 * Return the row of an applied file.
	 * @param label how messages name it
	 * @param keys what names its file
	 */
	static ForeignRow applied(String label, String... keys) {
		return new ForeignRow(label, List.of(keys), State.APPLIED, false, null, label, null, null, null, null);
	}

	/**
	 * Return the row of an applied version, of which its tool has nothing else.
	 */
	static ForeignRow ofVersion(Version version) {
		return applied("version " + version, version.canonical()).withVersion(version, PROGRAM);
	}

	/**
	 * Return the row of an applied version with a name.
	 */
	static ForeignRow ofVersion(Version version, String name) {
		return applied("version " + version + " (" + name + ")", version.canonical()).withVersion(version, name);
	}

	/**
	 * Return the row of an applied file that is identified by the text of its digits.
	 */
	static ForeignRow ofDigits(String digits) {
		return applied("version " + digits, digits).withVersion(Version.of(digits), PROGRAM);
	}

	/**
	 * Return the row of an applied file that is identified by its name, which begins with
	 * its version.
	 */
	static ForeignRow ofName(String name) {
		Matcher digits = DIGITS.matcher(name);
		return applied(name, name).withVersion(digits.lookingAt() ? Version.of(digits.group()) : null, name);
	}

	ForeignRow withState(State state) {
		return new ForeignRow(this.label, this.keys, state, this.program, this.version, this.name, this.checksum,
				this.appliedAt, this.duration, this.appliedBy);
	}

	/** Of code, which has no file. */
	ForeignRow asProgram() {
		return new ForeignRow(this.label, this.keys, this.state, true, this.version, this.name, this.checksum,
				this.appliedAt, this.duration, this.appliedBy);
	}

	ForeignRow withVersion(@Nullable Version version, String name) {
		return new ForeignRow(this.label, this.keys, this.state, this.program, version, name, this.checksum,
				this.appliedAt, this.duration, this.appliedBy);
	}

	ForeignRow withChecksum(@Nullable String checksum) {
		return new ForeignRow(this.label, this.keys, this.state, this.program, this.version, this.name, checksum,
				this.appliedAt, this.duration, this.appliedBy);
	}

	ForeignRow applied(@Nullable Instant at, @Nullable Duration duration, @Nullable String by) {
		return new ForeignRow(this.label, this.keys, this.state, this.program, this.version, this.name, this.checksum,
				at, duration, by);
	}

	/**
	 * What a row says.
	 */
	enum State {

		/** It is applied. */
		APPLIED,

		/** Everything up to its version is applied, and there are no rows of that. */
		UP_TO,

		/** Everything up to its version was there before the tool came. */
		BASELINE,

		/** It was tried and has failed. */
		FAILED,

		/** It was begun, and nobody knows what became of it. */
		UNFINISHED,

		/** It was taken back: what came before it of the same keys counts no more. */
		UNDONE,

		/** Its file was deleted: what came before it of the same keys counts no more. */
		DELETED

	}

}
