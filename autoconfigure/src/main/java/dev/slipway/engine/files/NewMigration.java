package dev.slipway.engine.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.Layout;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.NameShape;
import dev.slipway.engine.layout.NewFile;
import dev.slipway.engine.layout.Role;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.script.ParsedScript;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.text.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Writes the next migration of a service: named and begun as the newest one, or as its
 * layout has them where there is none. What was written is read before it counts: it must
 * be the newest migration.
 */
public final class NewMigration {

	private final SourceFiles source;

	private final Instant now;

	/** The newest file; {@code null} in an empty folder. */
	private final @Nullable Migration newest;

	private final List<Migration> all;

	private final Layout layout;

	private final NewFile rules;

	/**
	 * Look at what is there.
	 * @param source the files of the service
	 * @param now the time
	 * @throws InvalidMigrationsException if these cannot be used
	 */
	public NewMigration(SourceFiles source, Instant now) {
		this.source = source;
		this.now = now;
		this.all = source.isEmpty() ? List.of() : source.read().versioned();
		Migration last = null;
		for (Migration migration : this.all) {
			last = (source.relative(migration.script()) != null) ? migration : last;
		}
		this.newest = last;
		Layout given = source.rules().layout();
		this.layout = (given != null) ? given : (last != null)
				? SplitName.layout(String.valueOf(source.relative(last.script())), last.script()) : Layout.PLAIN;
		this.rules = NewFile.of(this.layout);
	}

	/**
	 * Write the next migration.
	 * @param name what it is called, in any words
	 * @param sequential whether its version is the next number; {@code null} where the
	 * layout decides, and a timestamp otherwise
	 * @return the files, that of the migration first
	 * @throws RefusedException if it cannot be written; nothing was
	 */
	public List<Path> write(String name, @Nullable Boolean sequential) {
		if (this.rules.refusal() != null) {
			throw new RefusedException("Slipway writes no files of the layout " + this.layout.property() + ": "
					+ this.rules.refusal() + ".", "Write the file as that tool does.");
		}
		if (Boolean.FALSE.equals(sequential) && this.rules.sequential()) {
			throw new RefusedException(
					"Files of the layout " + this.layout.property() + " have numbers, no timestamps.",
					"Set slipway.new-version to sequential, or leave it out.");
		}
		boolean numbered = this.rules.sequential() || Boolean.TRUE.equals(sequential);
		Map<Path, String> files = files(fileName(name), numbered);
		List<Path> written = new ArrayList<>();
		try {
			for (Map.Entry<Path, String> file : files.entrySet()) {
				Files.createDirectories(file.getKey().getParent());
				Files.writeString(file.getKey(), file.getValue(), StandardOpenOption.CREATE_NEW,
						StandardOpenOption.WRITE);
				written.add(file.getKey());
			}
			requireNewest(written.get(0), numbered);
		}
		catch (IOException ex) {
			delete(written);
			throw new RefusedException("The file cannot be written: " + ex.getMessage() + ".",
					"See that the folder can be written to, and that no file has its name.");
		}
		catch (RuntimeException ex) {
			delete(written);
			throw ex;
		}
		return written;
	}

	/** In letters, digits and what stands between them in the names beside it. */
	private String fileName(String name) {
		SplitName model = (this.newest != null) ? model(Role.VERSIONED) : null;
		String other = (model == null) ? ""
				: (model.name() != null && model.name().matches(".*[_-].*")) ? model.name() : model.between();
		String separator = (other.indexOf('-') >= 0 && other.indexOf('_') < 0) ? "-" : "_";
		String clean = name.strip().replaceAll("[^\\p{L}\\p{N}_-]+", separator).replaceAll("^[_-]+|[_-]+$", "");
		if (clean.isEmpty()) {
			throw new RefusedException("'" + name + "' has no letter and no digit, and is no name of a migration.",
					"Give it a name such as add_orders.");
		}
		return clean;
	}

	private Map<Path, String> files(String name, boolean numbered) {
		SplitName model = model(Role.VERSIONED);
		if (model == null) {
			throw new RefusedException("The name of the newest file does not tell how the next one is called.",
					"Write the file by hand.");
		}
		String version = numbered ? new Numbering(this.source, this.all).next(model, this.layout) : timestamp();
		String previous = (this.newest != null) ? NameShape.last(this.newest.fileName(), 1).replaceFirst("\\.sql$", "")
				: null;
		Map<Path, String> files = new LinkedHashMap<>();
		String called = this.rules.isUnnamed() ? null : name;
		files.put(this.source.folder().resolve(model.with(version, called)),
				this.rules.text(name, previous, isUndoable()));
		SplitName undo = undoModel();
		if (undo != null) {
			files.put(this.source.folder().resolve(undo.with(version, called)), "");
		}
		return files;
	}

	/** Whether the newest file has a part that undoes it; the first one has. */
	private boolean isUndoable() {
		if (this.newest == null) {
			return this.layout != Layout.PLAIN;
		}
		if (this.newest.undo() != null || this.newest.script().parse().isPresent()) {
			return false;
		}
		ParsedScript parsed = this.newest.script().parsed();
		return parsed.undo().isPresent();
	}

	private @Nullable SplitName undoModel() {
		Script undo = (this.newest != null) ? this.newest.undo() : null;
		if (undo != null) {
			String path = this.source.relative(undo);
			SplitName named = (path != null) ? SplitName.of(path, this.layout, Role.UNDO) : null;
			return (named != null || path == null) ? named : unlikeItsTool(path);
		}
		return (this.newest == null && this.rules.pair()) ? model(Role.UNDO) : null;
	}

	/** A file that undoes another by its folder, or by the end of its name. */
	private @Nullable SplitName unlikeItsTool(String path) {
		SplitName named = SplitName.of(path, this.layout, Role.VERSIONED);
		String name = (this.newest != null) ? this.newest.name() : "";
		if (named == null || named.name() == null || !named.name().startsWith(name)) {
			return null;
		}
		return new SplitName(named.before(), named.version(), named.between(), name,
				named.name().substring(name.length()) + named.after());
	}

	private @Nullable SplitName model(Role role) {
		if (this.newest != null) {
			return SplitName.of(String.valueOf(this.source.relative(this.newest.script())), this.layout, role);
		}
		for (NameShape shape : Layouts.of(this.layout).shapes()) {
			SplitName example = (shape.role() == role && !shape.isDate())
					? SplitName.of(shape.example(), this.layout, role) : null;
			if (example != null) {
				return example;
			}
		}
		return null;
	}

	private String timestamp() {
		String last = null;
		for (Migration migration : this.all) {
			String path = this.source.relative(migration.script());
			SplitName name = (path != null) ? SplitName.of(path, this.layout, Role.VERSIONED) : null;
			last = (name != null && isTimestamp(name.version())) ? name.version() : last;
		}
		if (last == null) {
			SplitName example = model(Role.VERSIONED);
			last = (example != null && example.version().indexOf('-') > 0) ? example.version() : null;
		}
		return VersionText.timestamp(this.now, last);
	}

	/** Seconds or milliseconds since 1970 are timestamps too, of some tools. */
	private static boolean isTimestamp(String version) {
		return version.matches("1\\d{9}(?:\\d{3})?")
				|| (version.matches("[\\d_-]+") && Version.of(version.replaceAll("[_-]", "")).isTimestamp());
	}

	private void requireNewest(Path written, boolean numbered) {
		List<Migration> read;
		try {
			read = this.source.read().versioned();
		}
		catch (InvalidMigrationsException ex) {
			throw new RefusedException(
					"With " + written + " the files could not be used: " + ex.getProblems().get(0).description(),
					"Choose another name.");
		}
		Migration last = read.isEmpty() ? null : read.get(read.size() - 1);
		String path = (last != null) ? this.source.relative(last.script()) : null;
		if (last == null || path == null || !this.source.folder().resolve(path).equals(written)) {
			throw new RefusedException(written + " would not be the newest migration" + ((last != null) ? ": " + last
				.script()
				.path() + " would run after it." : "."), numbered
						? "Numbers come before timestamps: give the timestamps numbers first, with the command renumber."
						: "Write the next number instead, with slipway.new-version=sequential.");
		}
	}

	private static void delete(List<Path> written) {
		for (Path file : written) {
			try {
				Files.deleteIfExists(file);
				Path parent = file.getParent();
				if (parent != null && isEmpty(parent)) {
					Files.delete(parent);
				}
			}
			catch (IOException ex) {
				throw new RefusedException(file + " was written and cannot be deleted: " + ex.getMessage() + ".",
						"Delete it.");
			}
		}
	}

	private static boolean isEmpty(Path folder) throws IOException {
		try (Stream<Path> children = Files.list(folder)) {
			return children.findAny().isEmpty();
		}
	}

}
