package dev.slipway.engine.history;

import java.time.Duration;
import java.time.Instant;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * A row that stands for what another tool has applied.
 *
 * @param kind the kind of the migration
 * @param version the version; {@code null} for a repeatable
 * @param name the name
 * @param checksum the checksum of its file; empty where there is none, and not a SHA-256
 * where the file has changed since and is to run again
 * @param statements how many statements its file has, 0 if that is not known
 * @param hashes what is kept of the statements that the checksum stands for, in
 * hexadecimal digits; empty for nothing
 * @param appliedAt when it was applied; {@code null} for now
 * @param duration how long that took; zero if that is not known
 * @param appliedBy who has applied it; {@code null} for the role that writes the row
 * @param undoScript the script that undoes it; {@code null} for none
 */
public record AdoptedRow(Migration.Kind kind, @Nullable Version version, String name, String checksum, int statements,
		String hashes, @Nullable Instant appliedAt, Duration duration, @Nullable String appliedBy,
		@Nullable String undoScript) {

	/**
	 * Return the row as it will be read, for a plan that is made before it is written.
	 * @param id its id
	 * @param runId the run that writes it
	 */
	public HistoryRow planned(long id, String runId) {
		return new HistoryRow(id, this.kind, this.version, this.name, this.checksum, HistoryRow.State.APPLIED,
				this.statements, (this.appliedAt != null) ? this.appliedAt : Instant.EPOCH, this.duration, runId,
				this.appliedBy, null);
	}

}
