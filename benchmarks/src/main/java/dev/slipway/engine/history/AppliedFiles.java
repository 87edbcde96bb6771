package dev.slipway.engine.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationReader;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.postgres.ServerInfo;
import dev.slipway.engine.script.ReadingRules;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Writes files, and makes a history in which they are applied.
 */
public final class AppliedFiles {

	private AppliedFiles() {
	}

	/**
	 * Write files and read them.
	 * @param folder an empty folder for them
	 * @param count how many
	 * @throws IOException if they cannot be written
	 */
	public static MigrationSet write(Path folder, int count) throws IOException {
		for (int i = 1; i <= count; i++) {
			Files.writeString(folder.resolve("V" + i + "__file_" + i + ".sql"), "create table t_" + i + " ();\n");
		}
		return MigrationReader.read("", List.of(folder.toUri().toString()), List.of(),
				new PathMatchingResourcePatternResolver(), ReadingRules.DEFAULT);
	}

	/**
	 * Return the history of a set of which the first files are applied.
	 * @param set the files
	 * @param applied how many of them are applied
	 */
	public static History of(MigrationSet set, int applied) {
		List<HistoryRow> rows = new ArrayList<>();
		for (Migration migration : set.versioned().subList(0, applied)) {
			rows.add(new HistoryRow(rows.size() + 1L, migration.kind(), migration.version(), migration.name(),
					migration.checksum(), HistoryRow.State.APPLIED, 1, Instant.EPOCH, Duration.ZERO, null, null, null));
		}
		ServerInfo server = new ServerInfo("1", false, false, false, 180000, false, false, "public", "app", "app");
		return new History("public", server).withRows(rows);
	}

}
