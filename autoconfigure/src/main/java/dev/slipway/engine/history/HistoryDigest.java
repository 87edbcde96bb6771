package dev.slipway.engine.history;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import dev.slipway.engine.files.Callback;
import dev.slipway.engine.files.Callback.Event;
import dev.slipway.engine.files.KnownSet;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.script.TextChecksum;
import org.jspecify.annotations.Nullable;

/**
 * What a history holds whose rows are those of the files, and of nothing else: the server
 * makes the same digest of its rows, and sends them only if it differs. Exact: rows of
 * one digest are the same rows. Of a repeatable only its last row counts.
 *
 * @param rows how many rows there are
 * @param sha256 over the sorted records of all rows, in hexadecimal digits
 */
public record HistoryDigest(int rows, String sha256) {

	/** No name in the files has them, so that no record can pass for two others. */
	private static final char BETWEEN_RECORDS = '\u001e';

	private static final char BETWEEN_FIELDS = '\u001f';

	/**
	 * Whether the rows of the table {@code h} have the digest. The record begins with the
	 * checksum, whose order is the same in every language.
	 */
	private static final String AGREES = """
			(select count(*) = %1$s and encode(sha256(convert_to(string_agg(r, chr(30) order by r collate "C"),
			'UTF8')), 'hex') = '%2$s' from (select concat_ws(chr(31), checksum, kind, coalesce(version, ''), name, state) as r
			from only %3$s where kind <> 'repeatable'
			or id in (select max(id) from only %3$s where kind = 'repeatable' group by name)) h)""";

	/**
	 * Make the digest of a history in which nothing is pending.
	 * @param set the files
	 * @return the digest; {@code null} where one cannot be told, or where the rows are
	 * needed also if nothing is pending
	 */
	public static @Nullable HistoryDigest of(MigrationSet set) {
		KnownSet known = set.known();
		if (known != null) {
			return new HistoryDigest(known.rows(), known.sha256());
		}
		int rows = set.versioned().size() + set.repeatables().size();
		if (rows == 0) {
			return null;
		}
		for (Migration repeatable : set.repeatables()) {
			if (repeatable.script().awaitsServer()) {
				return null;
			}
		}
		for (Callback callback : set.callbacks()) {
			if (callback.event() == Event.BEFORE_MIGRATE || callback.event() == Event.AFTER_MIGRATE) {
				return null;
			}
		}
		String[] records = new String[rows];
		int next = add(set.versioned(), "versioned", records, 0);
		if (next < 0 || add(set.repeatables(), "repeatable", records, next) < 0) {
			return null;
		}
		Arrays.sort(records);
		return new HistoryDigest(rows, sha256(records));
	}

	/** Return where the next record goes, -1 if a name cannot be told from others. */
	private static int add(List<Migration> migrations, String kind, String[] records, int begin) {
		int next = begin;
		for (Migration migration : migrations) {
			String name = migration.name();
			if (name.indexOf(BETWEEN_FIELDS) >= 0 || name.indexOf(BETWEEN_RECORDS) >= 0) {
				return -1;
			}
			String version = (migration.version() != null) ? migration.version().canonical() : "";
			records[next++] = migration.checksum() + BETWEEN_FIELDS + kind + BETWEEN_FIELDS + version + BETWEEN_FIELDS
					+ name + BETWEEN_FIELDS + "applied";
		}
		return next;
	}

	private static String sha256(String[] records) {
		MessageDigest digest = TextChecksum.digest();
		for (int i = 0; i < records.length; i++) {
			if (i > 0) {
				digest.update((byte) BETWEEN_RECORDS);
			}
			digest.update(records[i].getBytes(StandardCharsets.UTF_8));
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	/**
	 * Return the condition that a table has the digest. The path must be the safe one.
	 * @param table the table's name for SQL
	 */
	String agrees(String table) {
		return Quote.fill(AGREES, this.rows, this.sha256, table);
	}

}
