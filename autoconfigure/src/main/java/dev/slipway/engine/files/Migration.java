package dev.slipway.engine.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.StoredUndo;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.ReadFailure;
import org.jspecify.annotations.Nullable;

/**
 * One change: a script that runs once, or again whenever it has changed.
 *
 * @param kind the kind
 * @param version the version; {@code null} for a repeatable
 * @param name what follows the version in the file's name, for example
 * {@code create_users}
 * @param byName whether the migration is identified by its version and its name, not by
 * its version alone
 * @param fileName the file's name without its folder, or with it when the folder carries
 * the version
 * @param script the file as read
 * @param undo the file that undoes it; {@code null} when there is none, or when the undo
 * script is a section of the file
 * @param code what runs instead of a script, which is empty then; {@code null} for a file
 */
public record Migration(Kind kind, @Nullable Version version, String name, boolean byName, String fileName,
		Script script, @Nullable Script undo, @Nullable MigrationCode code) implements Executable {

	/**
	 * Create a migration that is a file.
	 */
	public Migration(Kind kind, @Nullable Version version, String name, boolean byName, String fileName, Script script,
			@Nullable Script undo) {
		this(kind, version, name, byName, fileName, script, undo, null);
	}

	/**
	 * Return the checksum of the script: of the file's text, and of a repeatable of what
	 * is run, since another value of a placeholder makes it another one. That is made
	 * when the file is read.
	 */
	public String checksum() {
		if (this.code != null) {
			return this.code.checksum();
		}
		try {
			return (this.kind == Kind.REPEATABLE) ? this.script.checksumAsRun() : this.script.checksum();
		}
		catch (IOException ex) {
			throw unreadable(this.script, ex);
		}
	}

	/**
	 * Return the script and the one that undoes it.
	 */
	public Stream<Script> scripts() {
		return Stream.of(Optional.of(this.script), Optional.ofNullable(this.undo)).flatMap(Optional::stream);
	}

	/**
	 * Return the version of a migration that is no repeatable.
	 */
	public Version requireVersion() {
		return Objects.requireNonNull(this.version, this.fileName);
	}

	/**
	 * Return why the file that undoes it cannot do that. It is not needed to migrate.
	 */
	public Optional<FileProblem> undoProblem() {
		return (this.undo != null) ? this.undo.parseAsUndo() : Optional.empty();
	}

	/**
	 * Return the script that undoes the migration, as it is stored. The migration must
	 * have been parsed.
	 */
	public Optional<StoredUndo> undoScript() {
		if (this.undo == null) {
			return this.script.parsed().undo();
		}
		try {
			return undoProblem().isPresent() ? Optional.empty() : Optional.of(this.undo.stored());
		}
		catch (IOException ex) {
			throw unreadable(this.undo, ex);
		}
	}

	/**
	 * Return the script that undoes the migration, if it is sent apart from its row.
	 */
	public Optional<StoredUndo> largeUndoScript() {
		return undoScript().filter((undo) -> undo.text().isEmpty());
	}

	private static UncheckedIOException unreadable(Script script, IOException failure) {
		return new UncheckedIOException(
				Printable.line(script.path() + " cannot be read: " + ReadFailure.reason(failure)), failure);
	}

	/**
	 * Kinds of migration.
	 */
	public enum Kind {

		/** Runs once, in the order of versions. */
		VERSIONED,

		/** Runs after the versioned ones, again whenever it has changed. */
		REPEATABLE,

		/** Stands for all versions up to its own on a database without a history. */
		BASELINE

	}

}
