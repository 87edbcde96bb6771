package dev.slipway.engine.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.script.ScriptStatements;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.ReadFailure;

/**
 * Tells which files that run statement by statement leave nothing behind once the tables
 * are dropped: those that only make indexes and change what is there. Of such files the
 * history need not tell what they have made.
 */
final class StepwiseLeftovers {

	/** What stands in a schema by itself is made by none of these. */
	private static final Pattern HARMLESS = Pattern
		.compile("(?:(?:create\\s+(?:unique\\s+)?index|drop|alter|reindex|vacuum|analyze|analyse|insert|update|delete"
				+ "|truncate|copy|set|reset|comment|cluster|refresh|lock|grant|revoke|begin|start|commit|end)\\b).*",
				Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private StepwiseLeftovers() {
	}

	/** Return the checksums of the files that leave nothing. */
	static List<String> none(MigrationSet set) {
		List<String> checksums = new ArrayList<>();
		for (Migration migration : set.versioned()) {
			if (migration.code() == null && migration.script().parse().isEmpty()
					&& !migration.script().parsed().transactional() && isHarmless(migration)) {
				checksums.add(migration.checksum());
			}
		}
		return checksums;
	}

	private static boolean isHarmless(Migration migration) {
		try (ScriptStatements statements = migration.script().open()) {
			for (SqlStatement next = statements.next(); next != null; next = statements.next()) {
				if (!HARMLESS.matcher(next.text()).matches()) {
					return false;
				}
			}
			return true;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					Printable.line(migration.script().path() + " cannot be read: " + ReadFailure.reason(ex)), ex);
		}
	}

}
