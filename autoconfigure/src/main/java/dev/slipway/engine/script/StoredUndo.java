package dev.slipway.engine.script;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;

import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlSyntaxException;
import dev.slipway.engine.text.ReadFailure;
import org.jspecify.annotations.Nullable;

/**
 * The script that undoes a migration, as it is stored with it: a script of its own with
 * the names of variables, not with their values. Kept when it is small, written again
 * from its file when it is not.
 */
public final class StoredUndo {

	/** PostgreSQL has no value of more than 1 GiB, all that comes with it included. */
	public static final long LARGEST = 1_000_000_000;

	private final SourceText source;

	private final boolean up;

	private final boolean transactional;

	private final boolean variables;

	private final List<Integer> parts;

	private final @Nullable String text;

	private final long bytes;

	private StoredUndo(SourceText source, boolean up, boolean transactional, boolean variables, List<Integer> parts)
			throws IOException {
		this.source = source;
		this.parts = parts;
		this.up = up;
		this.transactional = transactional;
		this.variables = variables;
		Measure measure = new Measure();
		writeTo(measure);
		this.text = measure.text();
		this.bytes = measure.bytes;
	}

	/**
	 * Return a section of a file that was read to its end, as it is stored.
	 * @param source the text of the file
	 * @param up whether it is the section to be run, without BEGIN and COMMIT around it
	 * where it runs in a transaction
	 * @param transactional whether it may run in a transaction
	 * @param variables whether variables stand in it
	 * @param parts the lines on which its parts begin, in the order in which they are
	 * stored; 0 for all of it
	 * @throws IOException if the file cannot be read again
	 */
	static StoredUndo of(SourceText source, boolean up, boolean transactional, boolean variables, List<Integer> parts)
			throws IOException {
		return new StoredUndo(source, up, transactional, variables, parts);
	}

	/** Return its text, empty when it is too large to be kept. */
	public Optional<String> text() {
		return Optional.ofNullable(this.text);
	}

	/** Return its length in UTF-8. */
	public long bytes() {
		return this.bytes;
	}

	/**
	 * Write it.
	 * @param target where it goes, as UTF-8
	 * @throws IOException if the file cannot be read again, or the target refuses
	 */
	public void writeTo(OutputStream target) throws IOException {
		String head = (this.transactional ? "" : "-- slipway: no-transaction\n")
				+ (this.variables ? this.source.header() : "");
		target.write(head.getBytes(StandardCharsets.UTF_8));
		for (int part : this.parts) {
			writeTo(target, part);
		}
	}

	/** Each part is read from the file again, so that none has to be kept. */
	private void writeTo(OutputStream target, int part) throws IOException {
		Reader reader = open();
		Sections sections = this.source.sections();
		try (ScriptCopy copy = ScriptCopy.to(target, this.source, reader, this.up, this.variables, part);
				ScriptStatements statements = new ScriptStatements(reader, sections, this.up && this.transactional,
						this.source.includes(), copy, null)) {
			for (SqlStatement next = statements.read(); next != null; next = statements.read()) {
				boolean ours = this.up ? sections.isUp() : sections.isUndo();
				if (ours && (part == 0 || part == sections.undoPart()) && !statements.isLeftOut(next)) {
					copy.add(next, statements::takeData);
				}
			}
			copy.end();
		}
		catch (SqlSyntaxException ex) {
			throw ScriptStatements.changed(ex);
		}
	}

	/** The migration that it undoes may lie in another file. */
	private Reader open() throws IOException {
		try {
			return this.source.open();
		}
		catch (FileNotFoundException | FileSystemException ex) {
			throw new IOException(this.source.path() + " cannot be read again: " + ReadFailure.reason(ex), ex);
		}
	}

	/**
	 * Counts, and keeps what is small.
	 */
	private static final class Measure extends OutputStream {

		private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

		private long bytes;

		@Override
		public void write(int value) {
			write(new byte[] { (byte) value }, 0, 1);
		}

		@Override
		public void write(byte[] source, int from, int length) {
			this.bytes += length;
			if (this.bytes <= SourceText.KEPT) {
				this.kept.write(source, from, length);
			}
		}

		@Nullable String text() {
			return (this.bytes <= SourceText.KEPT) ? this.kept.toString(StandardCharsets.UTF_8) : null;
		}

	}

}
