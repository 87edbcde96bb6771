package dev.slipway.engine.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlStatement.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of each statement of a script that was applied: four bytes, which are
 * enough to tell later which of them a file has no longer. The checksum of the file is
 * what tells whether it has changed at all. Statements that begin or end a transaction do
 * not count, nor does the data of a COPY.
 */
public final class StatementHashes {

	/** No statement, or more than are kept. */
	static final StatementHashes NONE = new StatementHashes(new byte[0]);

	/** A script of more statements is a dump or data, and the row stays small. */
	private static final int MOST = 2000;

	private final byte[] bytes;

	private StatementHashes(byte[] bytes) {
		this.bytes = bytes;
	}

	/** Return those that a row of the history has. */
	public static StatementHashes of(byte[] stored) {
		return new StatementHashes(stored.clone());
	}

	/** Return them in hexadecimal digits; empty for none. */
	public String hexadecimal() {
		return HexFormat.of().formatHex(this.bytes);
	}

	/** The text of the statement has the names of variables, not their values. */
	private static int hash(String text) {
		CRC32C hash = new CRC32C();
		hash.update(text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8));
		return (int) hash.getValue();
	}

	private List<Integer> list() {
		List<Integer> list = new ArrayList<>();
		for (ByteBuffer buffer = ByteBuffer.wrap(this.bytes); buffer.remaining() >= Integer.BYTES;) {
			list.add(buffer.getInt());
		}
		return list;
	}

	/**
	 * Return how the statements of a script differ from these.
	 * @param script the script as it is now, parsed
	 * @return the differences in the order of the script; {@code null} when it has too
	 * many statements for that
	 * @throws IOException if the file cannot be read again
	 */
	public @Nullable List<StatementDifference> differences(Script script) throws IOException {
		List<Integer> now = new ArrayList<>();
		List<StatementDifference> all = new ArrayList<>();
		try (ScriptStatements source = script.open()) {
			for (SqlStatement next = source.next(); next != null; next = source.next()) {
				if (!counts(next)) {
					continue;
				}
				if (now.size() >= MOST) {
					return null;
				}
				String text = script.withNames(next.text());
				now.add(hash(text));
				all.add(new StatementDifference(0, now.size(), script.line(next), StatementDifference.brief(text)));
			}
		}
		return differences(list(), now, all);
	}

	/** What both have in common at the beginning and at the end is not looked at. */
	private static List<StatementDifference> differences(List<Integer> before, List<Integer> now,
			List<StatementDifference> all) {
		int start = 0;
		while (start < Math.min(before.size(), now.size()) && before.get(start).equals(now.get(start))) {
			start++;
		}
		int rest = 0;
		while (rest < Math.min(before.size(), now.size()) - start
				&& before.get(before.size() - 1 - rest).equals(now.get(now.size() - 1 - rest))) {
			rest++;
		}
		return between(before, now, all, start, before.size() - rest, now.size() - rest);
	}

	private static List<StatementDifference> between(List<Integer> before, List<Integer> now,
			List<StatementDifference> all, int start, int endBefore, int endNow) {
		short[][] common = common(before, now, start, endBefore, endNow);
		List<StatementDifference> differences = new ArrayList<>();
		int i = start;
		int j = start;
		while (i < endBefore || j < endNow) {
			if (i < endBefore && j < endNow && before.get(i).equals(now.get(j))) {
				i++;
				j++;
			}
			else if (i < endBefore && j < endNow && common[i + 1 - start][j + 1 - start] == common[i - start][j - start]) {
				differences.add(all.get(j).insteadOf(i + 1));
				i++;
				j++;
			}
			else if (j >= endNow || (i < endBefore && common[i + 1 - start][j - start] >= common[i - start][j + 1 - start])) {
				differences.add(new StatementDifference(i + 1, 0, "", ""));
				i++;
			}
			else {
				differences.add(all.get(j));
				j++;
			}
		}
		return differences;
	}

	/** How many statements both have in common from some place on. */
	private static short[][] common(List<Integer> before, List<Integer> now, int start, int endBefore, int endNow) {
		short[][] common = new short[endBefore - start + 1][endNow - start + 1];
		for (int i = endBefore - start - 1; i >= 0; i--) {
			for (int j = endNow - start - 1; j >= 0; j--) {
				boolean same = before.get(start + i).equals(now.get(start + j));
				common[i][j] = (short) (same ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]));
			}
		}
		return common;
	}

	private static boolean counts(SqlStatement statement) {
		return statement.kind() != Kind.BEGIN && statement.kind() != Kind.COMMIT;
	}

	/**
	 * Collects them while a script is read.
	 */
	static final class Collector {

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private int count;

		/**
		 * Take the next statement.
		 * @param text its text, with the names of variables
		 */
		void add(SqlStatement statement, String text) {
			if (counts(statement) && this.count++ < MOST) {
				this.bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(hash(text)).array());
			}
		}

		/** Whether another one would be kept. */
		boolean hasRoom() {
			return this.count < MOST;
		}

		StatementHashes all() {
			return (this.count > 0 && this.count <= MOST) ? new StatementHashes(this.bytes.toByteArray()) : NONE;
		}

	}

}
