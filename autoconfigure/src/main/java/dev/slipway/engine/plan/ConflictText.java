package dev.slipway.engine.plan;

import java.util.Objects;

import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.HistoryConflictException.Kind;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationCode;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * Says how a file and the history disagree.
 */
final class ConflictText {

	private ConflictText() {
	}

	/**
	 * Statements that are applied are no longer what the file says.
	 * @param migration a migration that was begun
	 * @param row its row
	 */
	static Conflict changedStart(Migration migration, HistoryRow row) {
		if (migration.code() != null) {
			return new Conflict(Kind.CHANGED, migration.requireVersion().canonical(),
					"Version " + row.version() + " (" + row.name() + ") was begun as a file at " + row.appliedAt()
							+ " and not finished, and " + migration.script().path() + " cannot go on with it.");
		}
		boolean one = row.statements() == 1;
		return new Conflict(Kind.CHANGED, migration.requireVersion().canonical(),
				(one ? "Statement 1" : "Statements 1 to " + row.statements()) + " of " + migration.script().path()
						+ (one ? ", which stays applied since the file stopped behind it, has"
								: ", which stay applied since the file stopped behind them, have")
						+ " changed. Only what follows may be changed.");
	}

	static Conflict changed(Migration migration, HistoryRow row) {
		boolean wasCode = MigrationCode.isChecksum(row.checksum());
		boolean isCode = migration.code() != null;
		if (wasCode != isCode) {
			return new Conflict(Kind.CHANGED, migration.requireVersion().canonical(),
					"Version " + row.version() + " (" + row.name() + ") was applied as " + (wasCode ? "code" : "a file")
							+ " at " + row.appliedAt() + ", and is now " + migration.script().path() + ".");
		}
		if (!isCode && !row.name().equals(migration.name())) {
			return new Conflict(Kind.CHANGED, migration.requireVersion().canonical(),
					migration.script().path() + " has the version of '" + row.version() + "_" + row.name()
							+ "', which was applied at " + row.appliedAt() + " with another text ("
							+ checksums(migration, row) + "). If two branches have "
							+ "given one version to both, give one of them the next free one.");
		}
		if (isCode) {
			return new Conflict(Kind.CHANGED, migration.requireVersion().canonical(),
					migration.script().path() + " has changed since it was applied at " + row.appliedAt()
							+ " (its checksum was " + row.checksum() + ", is now " + migration.checksum() + ").");
		}
		return new Conflict(Kind.CHANGED, migration.requireVersion().canonical(), migration.script().path()
				+ " has changed since it was applied at " + row.appliedAt() + " (" + checksums(migration, row) + ").");
	}

	private static String checksums(Migration migration, HistoryRow row) {
		return "SHA-256 was " + brief(row.checksum()) + ", is now " + brief(migration.checksum());
	}

	/**
	 * A file that was perhaps given another version, and nothing tells which.
	 */
	static Conflict ambiguous(Migration migration, HistoryRow row) {
		return new Conflict(Kind.CHANGED, migration.requireVersion().canonical(),
				migration.script().path() + " has the name and the text of '" + row.version() + "_" + row.name()
						+ "', which was applied at " + row.appliedAt()
						+ ", and there are others of this name and text: nothing tells which file became"
						+ " which. Keep their versions, or give them different names.");
	}

	/**
	 * A file that has another version now, and another text.
	 */
	static Conflict renumberedAndChanged(Migration migration, HistoryRow row) {
		return new Conflict(Kind.CHANGED, migration.requireVersion().canonical(),
				migration.script().path() + " has changed since it was applied at " + row.appliedAt() + " as '"
						+ row.version() + "_" + row.name() + "' (" + checksums(migration, row)
						+ "; another migration needs another name).");
	}

	/**
	 * A file that was perhaps given another version and another text, and nothing tells
	 * which.
	 */
	static Conflict ambiguousChange(Migration migration, HistoryRow row) {
		return new Conflict(Kind.CHANGED, migration.requireVersion().canonical(), migration.script().path()
				+ " has the name of '" + row.version() + "_" + row.name() + "', which was applied at " + row.appliedAt()
				+ " with another text, and there are others of this name: nothing tells which file became which."
				+ " Keep their versions, or give them different names.");
	}

	/**
	 * A file that would run again what the row tells, if the row were not there.
	 */
	static Conflict moved(Migration migration, HistoryRow row) {
		boolean text = row.checksum().equals(migration.checksum());
		return new Conflict(Kind.CHANGED, migration.requireVersion().canonical(),
				"'" + row.version() + "_" + row.name() + "' was applied at " + row.appliedAt()
						+ " and has no file, and its row is not removed, because " + migration.script().path()
						+ (text ? " has its text" : " has its name")
						+ " and would run. Give that file back the version and the name of the row, or "
						+ (text ? "remove it." : "give it another name if it is another migration."));
	}

	/**
	 * A file that perhaps was begun under another version.
	 */
	static Conflict unfinished(Migration migration, HistoryRow row) {
		return new Conflict(Kind.CHANGED, migration.requireVersion().canonical(),
				migration.script().path() + " has the name of '" + row.version() + "_" + row.name()
						+ "', which was begun at " + row.appliedAt()
						+ " and not finished. Finish it under its old version, and change the version then.");
	}

	/**
	 * A row whose file is gone.
	 * @param sameText a file with the row's text that would run; {@code null} for none
	 */
	static Conflict missing(HistoryRow row, @Nullable Migration sameText) {
		return new Conflict(Kind.MISSING, Objects.requireNonNull(row.version()).canonical(), "Version " + row.version()
				+ " (" + row.name() + ") was " + (row.isApplied() ? "applied" : "begun and not finished") + " at "
				+ row.appliedAt() + ", and its " + (MigrationCode.isChecksum(row.checksum()) ? "class" : "file")
				+ " is missing."
				+ ((sameText != null) ? " " + sameText.script().path()
						+ " has its text, and would run it again: give that file back this version, or remove it."
						: ""));
	}

	static Conflict undoneInPart(HistoryRow row) {
		return new Conflict(Kind.UNDONE_IN_PART, Objects.requireNonNull(row.version()).canonical(),
				"Version " + row.version() + " (" + row.name() + ") is undone in part: "
						+ ((row.statements() == 1) ? "1 statement" : row.statements() + " statements")
						+ " of its undo script " + ((row.statements() == 1) ? "is" : "are") + " finished.");
	}

	static Conflict outOfOrder(Migration migration, Version newest) {
		return new Conflict(Kind.OUT_OF_ORDER, migration.requireVersion().canonical(), migration.script().path()
				+ " is not applied, although version " + newest + " already is: it would run out of order.");
	}

	private static String brief(String checksum) {
		return (checksum.length() > 12) ? checksum.substring(0, 12) + "…" : checksum;
	}

}
