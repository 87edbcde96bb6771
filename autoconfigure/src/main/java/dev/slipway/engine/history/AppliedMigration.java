package dev.slipway.engine.history;

import java.time.Duration;
import java.time.Instant;

import dev.slipway.engine.script.Version;
import org.jspecify.annotations.Nullable;

/**
 * One row of the history table.
 *
 * @param id grows with every row and is never used twice
 * @param version the version
 * @param name the name
 * @param checksum the checksum of the script as it was applied
 * @param appliedAt when it was applied, by the server's clock
 * @param duration how long it took on the server
 * @param runId the run that applied it, if known
 */
public record AppliedMigration(long id, Version version, String name, String checksum, Instant appliedAt,
		Duration duration, @Nullable String runId) {
}
