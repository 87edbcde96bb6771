package dev.slipway.engine.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.Layout;
import dev.slipway.engine.layout.FileOrder;
import dev.slipway.engine.layout.LayoutRules;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.Role;
import dev.slipway.engine.layout.Trait;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.text.RefusedException;
import org.springframework.core.io.Resource;

/**
 * Gives the files of a service that have timestamps the next plain numbers, in their
 * order. What undoes a file, and what stands beside it under its name, goes along.
 */
public final class RenumberedFiles {

	private final SourceFiles source;

	private final List<Migration> before;

	/** Where each file or folder goes, below the source folder. */
	private final Map<String, String> renames = new LinkedHashMap<>();

	/**
	 * Look at what is there. Nothing is renamed.
	 * @param source the files of the service
	 * @throws InvalidMigrationsException if these cannot be used
	 * @throws RefusedException if files with timestamps cannot have numbers
	 */
	public RenumberedFiles(SourceFiles source) {
		this.source = source;
		this.before = source.isEmpty() ? List.of() : source.read().versioned();
		String number = null;
		for (Migration migration : this.before) {
			String path = source.relative(migration.script());
			if (path == null || !migration.requireVersion().isTimestamp()) {
				if (number != null && path != null) {
					throw new RefusedException(path + " has a number and runs after a timestamp.",
							"Rename these files by hand.");
				}
				continue;
			}
			Layout layout = SplitName.layout(path, migration.script());
			SplitName name = SplitName.of(path, layout, Role.VERSIONED);
			if (name == null || !mayHaveNumbers(Layouts.of(layout))) {
				throw new RefusedException(path + " cannot be given a number: the names of the layout "
						+ layout.property() + " mean something else, or other files name them.",
						"Keep the timestamps.");
			}
			number = (number == null) ? new Numbering(source, this.before).next(name, layout)
					: VersionText.after(number);
			rename(migration, path, name, number, layout);
		}
		this.before.forEach(this::refuseInclude);
		this.renames.values().forEach(this::refuseExisting);
	}

	private static boolean mayHaveNumbers(LayoutRules rules) {
		return rules.order() != FileOrder.NAME_AND_DEPENDENCIES && !rules.has(Trait.PLANNED) && !rules.has(Trait.LOADED)
				&& !rules.has(Trait.BY_SETTING);
	}

	private void rename(Migration migration, String path, SplitName name, String number, Layout layout) {
		if (name.before().length() + name.version().length() < path.lastIndexOf('/')) {
			String folder = path.substring(0, path.lastIndexOf('/'));
			String renamed = name.with(number, name.name());
			this.renames.put(folder, renamed.substring(0, renamed.lastIndexOf('/')));
			return;
		}
		add(path, name.with(number, name.name()));
		Script undo = migration.undo();
		String undoPath = (undo != null) ? this.source.relative(undo) : null;
		if (undoPath != null) {
			SplitName undoName = SplitName.of(undoPath, layout, Role.UNDO);
			undoName = (undoName != null) ? undoName : SplitName.of(undoPath, layout, Role.VERSIONED);
			if (undoName == null) {
				throw new RefusedException(
						undoPath + " undoes " + path + ", and its name does not tell where its version" + " stands.",
						"Rename these files by hand.");
			}
			add(undoPath, undoName.with(number, undoName.name()));
		}
	}

	/** What stands beside a file begins with its whole name. */
	private void add(String path, String renamed) {
		this.renames.put(path, renamed);
		Path file = this.source.folder().resolve(path);
		try (Stream<Path> beside = Files.list(file.resolveSibling(""))) {
			beside.map((each) -> each.getFileName().toString())
				.filter((each) -> each.startsWith(file.getFileName() + "."))
				.sorted()
				.forEach((each) -> this.renames.put(path + each.substring(file.getFileName().toString().length()),
						renamed + each.substring(file.getFileName().toString().length())));
		}
		catch (IOException ex) {
			throw new RefusedException(file.getParent() + " cannot be listed: " + ex.getMessage() + ".",
					"See that the folder can be read.");
		}
	}

	/** Another file names it by its path. */
	private void refuseInclude(Migration migration) {
		for (Resource part : migration.script().files()) {
			String path = this.source.relative(part);
			for (String renamed : this.renames.keySet()) {
				if (path != null && (path.equals(renamed) || path.startsWith(renamed + "/"))
						&& !isWithin(migration, renamed)) {
					throw new RefusedException(
							migration.script().path() + " includes " + path + ", whose path would change.",
							"Move what is included into a file that is no migration.");
				}
			}
		}
	}

	private boolean isWithin(Migration migration, String folder) {
		String path = this.source.relative(migration.script());
		return path != null && path.startsWith(folder + "/");
	}

	private void refuseExisting(String target) {
		Path file = this.source.folder().resolve(target);
		if (Files.exists(file)) {
			throw new RefusedException(file + " exists already.", "Rename it, or take it out of the folder.");
		}
	}

	/**
	 * Return what is renamed.
	 * @return the new paths by the old ones, both absolute, in the order of versions
	 */
	public Map<Path, Path> renames() {
		Map<Path, Path> paths = new LinkedHashMap<>();
		this.renames
			.forEach((from, to) -> paths.put(this.source.folder().resolve(from), this.source.folder().resolve(to)));
		return paths;
	}

	/**
	 * Rename the files.
	 * @throws RefusedException if that is not possible, or if the migrations would not be
	 * the same; nothing is renamed then
	 */
	public void apply() {
		List<Map.Entry<Path, Path>> done = new ArrayList<>();
		try {
			for (Map.Entry<Path, Path> rename : renames().entrySet()) {
				Files.move(rename.getKey(), rename.getValue());
				done.add(rename);
			}
			requireSame(this.source.read().versioned());
		}
		catch (IOException ex) {
			throw undone(done, "A file cannot be renamed: " + ex.getMessage() + ".");
		}
		catch (InvalidMigrationsException ex) {
			throw undone(done,
					"With other versions the files could not be used: " + ex.getProblems().get(0).description());
		}
	}

	private void requireSame(List<Migration> after) throws IOException {
		boolean same = after.size() == this.before.size();
		for (int i = 0; same && i < after.size(); i++) {
			same = after.get(i).name().equals(this.before.get(i).name())
					&& after.get(i).checksum().equals(this.before.get(i).checksum());
		}
		if (!same) {
			throw new IOException("the migrations would have another order, other names or another text");
		}
	}

	private static RefusedException undone(List<Map.Entry<Path, Path>> done, String problem) {
		List<String> left = new ArrayList<>();
		for (int i = done.size() - 1; i >= 0; i--) {
			try {
				Files.move(done.get(i).getValue(), done.get(i).getKey());
			}
			catch (IOException ex) {
				left.add(done.get(i).getValue() + " was " + done.get(i).getKey() + " (" + ex.getMessage() + ")");
			}
		}
		return new RefusedException(
				problem + (left.isEmpty() ? " Nothing was renamed."
						: " What was renamed could not be undone: " + String.join(", ", left) + "."),
				"Rename these files by hand.");
	}

}
