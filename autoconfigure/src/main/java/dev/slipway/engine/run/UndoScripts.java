package dev.slipway.engine.run;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.Undo;
import dev.slipway.engine.history.AppliedInRun;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.history.StoredScripts;
import dev.slipway.engine.history.StoredScripts.Stored;
import dev.slipway.engine.history.UndoMark;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.ScriptFile;
import dev.slipway.engine.script.StatementsChecksum;
import dev.slipway.engine.script.StoredUndo;
import dev.slipway.engine.script.TextChecksum;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.ReadFailure;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;

/**
 * Finds the script that undoes a migration. What was stored with the row wins: it belongs
 * to what was applied, while a file may have been changed since, for a database that has
 * got the changed migration. The file is used where nothing is stored, and to name the
 * place of an error where it says the same.
 * <p>
 * Scripts that are large lie in temporary files meanwhile.
 */
final class UndoScripts implements AutoCloseable {

	private static final LineLog logger = LineLog.ofRuns();

	/** What is larger does not stay in memory. */
	private static final long LARGEST_KEPT = 64 * 1024;

	private final AppliedInRun run;

	private final ReadingRules rules;

	private final HistoryTable table;

	private final StoredScripts stored;

	private final List<Path> temporary = new ArrayList<>();

	/**
	 * Create a search.
	 * @param run knows the files
	 * @param rules how files are read
	 * @param table the history table
	 * @param role the role that reads it; {@code null} for that of the connection
	 */
	UndoScripts(AppliedInRun run, ReadingRules rules, HistoryTable table, @Nullable String role) {
		this.run = run;
		// A stored script says itself what is replaced in it, and has the markers of no
		// tool but those that it needs for that.
		this.rules = rules.withLayout(null).withPlaceholderReplacement(false);
		this.table = table;
		this.stored = new StoredScripts(table, role);
	}

	/**
	 * Find the scripts of some rows.
	 * @param connection a connection in autocommit mode
	 * @param history the history
	 * @param rows the rows
	 * @param reasons takes why a migration cannot be undone
	 * @return the scripts, parsed, in the order of the rows; those that can be had
	 * @throws SQLException if the database refuses
	 */
	List<Undo> find(Connection connection, History history, List<HistoryRow> rows, List<String> reasons)
			throws SQLException {
		Map<Long, Stored> all = this.stored.find(connection, rows.stream().map(HistoryRow::id).toList());
		List<Undo> undos = new ArrayList<>();
		for (HistoryRow row : rows) {
			String label = label(row);
			try {
				Undo undo = undo(connection, history, row, all.get(row.id()));
				String problem = problem(undo, row);
				if (problem != null) {
					reasons.add("'" + label + "' cannot be undone: " + problem);
				}
				undos.add(undo);
			}
			catch (IOException ex) {
				reasons.add("'" + label + "' cannot be undone: " + ReadFailure.reason(ex) + ".");
			}
		}
		return undos;
	}

	String label(HistoryRow row) {
		return this.run.applied(row).label();
	}

	private static @Nullable String problem(Undo undo, HistoryRow row) throws IOException {
		Optional<FileProblem> problem = undo.script().parse();
		if (problem.isPresent()) {
			return problem.get().description();
		}
		UndoMark mark = row.undoMark(StatementsChecksum.NOTHING);
		return !row.isBeingUndone() || StatementsChecksum.matches(undo.script(), row.statements(), mark.finished())
				? null
				: "its undo script no longer begins with the statements that are finished: " + row.statements() + ".";
	}

	private Undo undo(Connection connection, History history, HistoryRow row, @Nullable Stored stored)
			throws SQLException, IOException {
		Migration file = this.run.file(row).orElse(null);
		StoredUndo ofFile = (file != null) ? ofFile(file) : null;
		boolean same = stored != null && ofFile != null && hash(ofFile).equals(stored.hash());
		if (file != null && file.undo() != null && ofFile != null && (stored == null || same)) {
			return new Undo(row.id(), label(row), file.undo().path(), file.undo());
		}
		if (stored != null) {
			if (!same) {
				requireTrustedWriters(history);
			}
			if (ofFile != null && !same) {
				logger.warn(new ServiceName(this.run.set().service()) + " undoes '" + label(row)
						+ "' with the undo script that was stored when it was applied; the files have another one now");
			}
			return undo(row, "in the history", stored.bytes(),
					(target) -> this.stored.write(connection, row.id(), target));
		}
		if (ofFile != null && file != null) {
			return undo(row, "of " + file.script().path(), ofFile.bytes(), ofFile::writeTo);
		}
		throw new IOException("it has no undo script, neither in the row that was written when it was applied nor in "
				+ ((file != null) ? file.script().path() : "a file"));
	}

	/** Only the files' code runs: nobody else may have written what is executed. */
	private void requireTrustedWriters(History history) throws IOException {
		if (history.writers() != null) {
			throw new IOException("its undo script is that of the history table " + this.table.qualified()
					+ ", to which other roles can write: " + history.writers()
					+ ". Revoke that, or name them in trusted-roles");
		}
	}

	private static @Nullable StoredUndo ofFile(Migration file) throws IOException {
		Optional<FileProblem> problem = file.script().parse();
		if (problem.isPresent()) {
			throw new IOException(problem.get().description());
		}
		return file.undoScript().orElse(null);
	}

	/** The SHA-256 of a script as it is stored, in hexadecimal digits. */
	static String hash(StoredUndo undo) throws IOException {
		DigestOutputStream digest = new DigestOutputStream(OutputStream.nullOutputStream(), TextChecksum.digest());
		undo.writeTo(digest);
		return HexFormat.of().formatHex(digest.getMessageDigest().digest());
	}

	private Undo undo(HistoryRow row, String where, long bytes, Source source) throws SQLException, IOException {
		String path = "the undo script of '" + label(row) + "' " + where;
		Resource resource;
		if (bytes <= LARGEST_KEPT) {
			ByteArrayOutputStream text = new ByteArrayOutputStream();
			source.writeTo(text);
			resource = new ByteArrayResource(text.toByteArray());
		}
		else {
			Path file = Files.createTempFile("slipway-undo", ".sql");
			this.temporary.add(file);
			try (OutputStream target = new BufferedOutputStream(Files.newOutputStream(file))) {
				source.writeTo(target);
			}
			resource = new FileSystemResource(file);
		}
		return new Undo(row.id(), label(row), path,
				Script.read(new ScriptFile(path, resource, null, false, this.rules)));
	}

	@Override
	public void close() {
		for (Path file : this.temporary) {
			try {
				Files.deleteIfExists(file);
			}
			catch (IOException ex) {
				logger.warn("A temporary file could not be deleted: " + file + ": " + ReadFailure.reason(ex));
			}
		}
	}

	/**
	 * Writes a script.
	 */
	private interface Source {

		void writeTo(OutputStream target) throws SQLException, IOException;

	}

}
