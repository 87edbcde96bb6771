package dev.slipway.engine.script;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.slipway.engine.script.ScriptFile.Neighbours;
import dev.slipway.engine.sql.PsqlCommand;
import dev.slipway.engine.sql.SqlSyntaxException;
import dev.slipway.engine.text.ReadFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;

/**
 * The files whose text stands in the place of lines of a script. They are found when the
 * script is read first; later they are what they were. Places in them are told from those
 * in the script by the upper bits of an offset.
 */
final class Includes {

	private static final int BITS = 40;

	/** What is no path below a folder of the location. */
	private static final Pattern OUTSIDE = Pattern.compile("[/~].*|[A-Za-z]:.*|-|.*\\\\.*", Pattern.DOTALL);

	/** The path of a template: in a folder, and straight down. */
	private static final Pattern BELOW = Pattern.compile("(?:(?!\\.{1,2}/)[^/]+/)+[^/]+");

	/** The script itself, then the files in the order in which they were met. */
	private final List<FileText> texts = new ArrayList<>();

	/** Those that run with the script, and do not undo it. */
	private final Set<Resource> run = new HashSet<>();

	/** What is replaced in all of them; {@code null} for nothing. */
	private final @Nullable Substitution substitution;

	/** Whether psql would have been given the script as it is. */
	private final boolean lines;

	private boolean complete;

	private final List<Problem> problems = new ArrayList<>();

	/**
	 * Create the files of a script of which none was met.
	 * @param substitution what is replaced in it; {@code null} for nothing
	 * @param lines whether it may have lines of psql's
	 */
	Includes(FileText script, @Nullable Substitution substitution, boolean lines) {
		this.texts.add(script);
		this.substitution = substitution;
		this.lines = lines;
	}

	/** Whether lines of psql's name files in it, and not templates. */
	boolean hasLines() {
		return this.lines;
	}

	FileText script() {
		return this.texts.get(0);
	}

	/** All files that stand in the script. */
	List<FileText> files() {
		return this.texts.subList(1, this.texts.size());
	}

	/** The files that run with the script. */
	Set<Resource> run() {
		return this.run;
	}

	/** Why files could not be found. */
	List<Problem> problems() {
		return this.problems;
	}

	/**
	 * Note that nobody can know which files follow. Where none was met before, whatever
	 * it is may be found later.
	 */
	void stop(SqlSyntaxException failure) {
		if (!files().isEmpty()) {
			this.problems.add(new Problem(failure.offset(), failure.getMessage()));
		}
	}

	/** All files were met. */
	void complete() {
		this.complete = true;
	}

	/** The file that has an offset. */
	FileText text(long offset) {
		return this.texts.get((int) (offset >>> BITS));
	}

	/** An offset in the file that has it. */
	static long within(long offset) {
		return offset & ((1L << BITS) - 1);
	}

	/** Open a file as it is run. */
	Reader open(FileText text) throws IOException {
		return (this.substitution != null) ? new SubstitutedReader(text.open(), this.substitution) : text.open();
	}

	/** The offset of the first character of a file. */
	long origin(FileText text) {
		return (long) this.texts.indexOf(text) << BITS;
	}

	/**
	 * Add the checksums of the files to that of the script.
	 */
	<E extends Exception> String checksum(String script, Part<E> part) throws E {
		if (files().isEmpty()) {
			return script;
		}
		StringBuilder all = new StringBuilder(script);
		for (FileText file : files()) {
			all.append('\n').append(part.of(file));
		}
		return HexFormat.of().formatHex(TextChecksum.of(all.toString()));
	}

	/**
	 * Find the file that a line of psql's names.
	 * @param from the file that has the line; {@code null} for the script itself
	 * @param runs whether the line runs with the script
	 * @return the file, {@code null} when it is missing and the others are looked for
	 */
	@Nullable FileText find(PsqlCommand command, @Nullable FileText from, boolean runs) throws SqlSyntaxException {
		try {
			ScriptFile file = ((from != null) ? from : script()).file();
			FileText found = text(find(command, file.neighbours()), command);
			if (runs) {
				this.run.add(found.file().resource());
			}
			return found;
		}
		catch (SqlSyntaxException ex) {
			if (this.complete) {
				throw ex;
			}
			this.problems.add(new Problem(ex.offset(), ex.getMessage()));
			return null;
		}
	}

	/**
	 * Find a template. Its name is its path from the folder of the migrations.
	 * @param offset where the script names it
	 */
	FileText template(String name, long offset) throws SubstitutionException {
		ScriptFile file = BELOW.matcher(name).matches() ? script().file().neighbours().fromFile(name) : null;
		String refusal = "no sub-folder beside the script has the template " + name;
		try {
			if (file != null) {
				FileText found = text(file);
				this.run.add(file.resource());
				return found;
			}
		}
		catch (IOException | SecurityException | IllegalArgumentException ex) {
			refusal = file.path() + " cannot be read: " + ReadFailure.reason(ex);
		}
		if (!this.complete) {
			this.problems.add(new Problem(offset, refusal));
		}
		throw new SubstitutionException(offset, refusal);
	}

	/**
	 * Where psql is started nobody knows: at the root of the location, or beside the
	 * file.
	 */
	private ScriptFile find(PsqlCommand command, Neighbours neighbours) throws SqlSyntaxException {
		if (!this.lines) {
			throw command.refused();
		}
		String path = command.file();
		if (OUTSIDE.matcher(path).matches()) {
			throw new SqlSyntaxException(command.offset(), command.name() + " names " + path
					+ ", which is no path below the folder of a location: write it from this file, with \\ir");
		}
		ScriptFile beside = neighbours.fromFile(path);
		ScriptFile below = command.isRelative() ? null : neighbours.fromRoot(path);
		if (beside != null && below != null && !beside.resource().equals(below.resource())) {
			throw new SqlSyntaxException(command.offset(),
					command.name() + " names " + path + ", which may be " + below.path() + " or " + beside.path()
							+ ", since nobody knows where psql is started: write \\ir with the path from this file");
		}
		ScriptFile found = (below != null) ? below : beside;
		if (found == null) {
			throw new SqlSyntaxException(command.offset(),
					command.name() + " names " + path + ", and the locations have no such .sql file, seen from "
							+ (command.isRelative() ? "the folder of this file"
									: "the root of the location or the folder of this file"));
		}
		return found;
	}

	private FileText text(ScriptFile file, PsqlCommand command) throws SqlSyntaxException {
		try {
			return text(file);
		}
		catch (IOException | SecurityException | IllegalArgumentException ex) {
			throw new SqlSyntaxException(command.offset(), file.path() + " cannot be read: " + ReadFailure.reason(ex));
		}
	}

	/** A file that is read again is one of those that were read first. */
	private FileText text(ScriptFile file) throws IOException {
		for (FileText known : this.texts) {
			if (known.file().resource().equals(file.resource())) {
				return known;
			}
		}
		if (this.complete) {
			throw new IOException("nothing has named it when the script was read first");
		}
		FileText text = FileText.read(file, new ReadBuffer());
		this.texts.add(text);
		return text;
	}

	/**
	 * Why a file cannot stand in the script.
	 *
	 * @param offset where the script names it, without placeholders
	 */
	record Problem(long offset, String message) {

	}

	/** The part of a checksum that a file has. */
	interface Part<E extends Exception> {

		String of(FileText file) throws E;

	}

}
