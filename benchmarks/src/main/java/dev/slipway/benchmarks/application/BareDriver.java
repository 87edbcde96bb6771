package dev.slipway.benchmarks.application;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * The least that the driver needs for the same work: the files are read and hashed, the
 * history is read in one message, and each file goes with its row in one more. The URL
 * must have {@code preferQueryMode=simple}. Nothing that can go wrong is looked for.
 */
final class BareDriver implements MigrationTool {

	private static final String HISTORY = "select version, checksum from history";

	private static final String UNDEFINED_TABLE = "42P01";

	/** Racers wait here for the one that is first. */
	private static final String LOCKED_HISTORY = """
			select pg_advisory_lock(42);
			create table if not exists history (version int primary key, checksum bytea not null);
			""" + HISTORY;

	/** Whether all files travel in one message. */
	private final boolean together;

	BareDriver(boolean together) {
		this.together = together;
	}

	@Override
	public void migrate(DataSource dataSource) throws SQLException {
		List<String> texts = new ArrayList<>();
		List<byte[]> checksums = new ArrayList<>();
		read(texts, checksums);
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			Map<Integer, byte[]> applied = history(statement);
			if (applied != null && pending(checksums, applied).isEmpty()) {
				return;
			}
			List<Integer> pending = pending(checksums, rows(statement, LOCKED_HISTORY));
			StringBuilder message = new StringBuilder();
			for (int version : pending) {
				add(message, version, texts.get(version - 1), checksums.get(version - 1));
				if (!this.together) {
					statement.execute(message.append("commit").toString());
					message.setLength(0);
				}
				else {
					message.append("commit;\n");
				}
			}
			statement.execute(message.append("select pg_advisory_unlock(42)").toString());
		}
	}

	private static void add(StringBuilder message, int version, String text, byte[] checksum) {
		message.append("begin;\n")
			.append(text)
			.append("insert into history values (")
			.append(version)
			.append(", '\\x")
			.append(HexFormat.of().formatHex(checksum))
			.append("');\n");
	}

	private static List<Integer> pending(List<byte[]> checksums, Map<Integer, byte[]> applied) {
		List<Integer> pending = new ArrayList<>();
		for (int version = 1; version <= checksums.size(); version++) {
			byte[] checksum = applied.get(version);
			if (checksum == null) {
				pending.add(version);
			}
			else if (!MessageDigest.isEqual(checksum, checksums.get(version - 1))) {
				throw new IllegalStateException("version " + version + " was changed");
			}
		}
		return pending;
	}

	private static @Nullable Map<Integer, byte[]> history(Statement statement) throws SQLException {
		try {
			return rows(statement, HISTORY);
		}
		catch (SQLException ex) {
			if (UNDEFINED_TABLE.equals(ex.getSQLState())) {
				return null;
			}
			throw ex;
		}
	}

	private static Map<Integer, byte[]> rows(Statement statement, String sql) throws SQLException {
		Map<Integer, byte[]> rows = new HashMap<>();
		boolean result = statement.execute(sql);
		while (result || statement.getUpdateCount() != -1) {
			if (result) {
				try (ResultSet set = statement.getResultSet()) {
					while (set.getMetaData().getColumnCount() == 2 && set.next()) {
						rows.put(set.getInt(1), set.getBytes(2));
					}
				}
			}
			result = statement.getMoreResults();
		}
		return rows;
	}

	/** The files are in the order of their versions, which the list of names keeps. */
	private static void read(List<String> texts, List<byte[]> checksums) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			ClassLoader loader = BareDriver.class.getClassLoader();
			for (String name : new String(content(loader, "db/files.txt"), StandardCharsets.UTF_8).split("\n")) {
				byte[] content = content(loader, name);
				texts.add(new String(content, StandardCharsets.UTF_8));
				checksums.add(digest.digest(content));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] content(ClassLoader loader, String name) throws IOException {
		try (InputStream in = loader.getResourceAsStream(name)) {
			if (in == null) {
				throw new IOException(name + " is missing");
			}
			return in.readAllBytes();
		}
	}

}
