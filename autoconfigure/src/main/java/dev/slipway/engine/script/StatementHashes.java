package dev.slipway.engine.script;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlStatement.Kind;

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
	static final int MOST = 2000;

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
	static int hash(String text) {
		CRC32C hash = new CRC32C();
		hash.update(text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8));
		return (int) hash.getValue();
	}

	List<Integer> list() {
		List<Integer> list = new ArrayList<>();
		for (ByteBuffer buffer = ByteBuffer.wrap(this.bytes); buffer.remaining() >= Integer.BYTES;) {
			list.add(buffer.getInt());
		}
		return list;
	}

	static boolean counts(SqlStatement statement) {
		return statement.kind() != Kind.BEGIN && statement.kind() != Kind.COMMIT;
	}

	/**
	 * Collects them while a script is read.
	 */
	static final class Collector {

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private int count;

		/** Count the next statement, and tell whether its text is to be added. */
		boolean wants(SqlStatement statement) {
			if (!counts(statement)) {
				return false;
			}
			this.count++;
			return this.count <= MOST;
		}

		/**
		 * Add a statement.
		 * @param text its text, with the names of variables
		 */
		void add(String text) {
			int hash = hash(text);
			for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
				this.bytes.write(hash >>> shift);
			}
		}

		StatementHashes all() {
			return (this.count > 0 && this.count <= MOST) ? new StatementHashes(this.bytes.toByteArray()) : NONE;
		}

	}

}
