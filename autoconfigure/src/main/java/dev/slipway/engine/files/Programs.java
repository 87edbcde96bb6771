package dev.slipway.engine.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.Layout;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.Loader;
import dev.slipway.engine.layout.NameShape;
import dev.slipway.engine.layout.Trait;
import dev.slipway.engine.layout.VersionFolders;
import dev.slipway.engine.text.Expression;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;

/**
 * The programs of other tools among the files: what they do would be missing, but for
 * those that do nothing but run scripts beside them.
 */
final class Programs {

	/** A program that only runs a script is shorter. */
	private static final long LONGEST_LOADER = 16 * 1024;

	/** What Flyway loads, and what such a class is made of. */
	private static final Expression JAVA = new Expression("[VBUR][\\d._]*__.*\\.(?:class|java|kt|groovy|scala)");

	private final @Nullable Layout layout;

	/** The programs that do nothing but run scripts, and these, by their URL. */
	private final Set<String> loaded = new HashSet<>();

	/**
	 * Look at files.
	 * @param files the files by their URL
	 * @param layout the one layout of the files, if there is one
	 * @param excluded whether a path is left out
	 */
	Programs(Map<String, FoundFile> files, @Nullable Layout layout, Predicate<String> excluded) {
		this.layout = layout;
		if (layout == null || Layouts.has(layout, Trait.LOADED)) {
			for (Map.Entry<String, FoundFile> file : files.entrySet()) {
				String url = file.getKey();
				Loader loader = MigrationName.isLost(url) ? Loader.of(url).orElse(null) : null;
				if (loader != null && files.containsKey(loader.up()) && !excluded.test(Location.display(url))
						&& isMere(loader, file.getValue().resource())) {
					this.loaded.addAll(List.of(url, loader.up(), loader.down()));
				}
			}
		}
	}

	private static boolean isMere(Loader loader, Resource program) {
		try {
			return program.contentLength() <= LONGEST_LOADER
					&& loader.isMere(program.getContentAsString(StandardCharsets.UTF_8));
		}
		catch (IOException | SecurityException ex) {
			// Then it is a program of which nobody knows what it does.
			return false;
		}
	}

	/**
	 * Return what the name of a file says. Without a program that runs them the scripts
	 * of such a tool are plain files.
	 */
	Optional<MigrationName> name(String url, String path) {
		Optional<MigrationName> name = MigrationName.of(path, this.layout);
		return (this.layout == null && isMissed(url, name)) ? MigrationName.of(path, Layout.PLAIN) : name;
	}

	private boolean isMissed(String url, Optional<MigrationName> name) {
		return !this.loaded.contains(url) && name.isPresent()
				&& Layouts.has(Layouts.told(name.get().shape()), Trait.LOADED);
	}

	/**
	 * Return why a file cannot be used: it is a program, or a script that the tool would
	 * not run, since no program does while others have one.
	 */
	Optional<FileProblem> problem(String url, String path, Optional<MigrationName> name) {
		if (this.layout != null && !this.loaded.isEmpty() && isMissed(url, name)) {
			return Optional
				.of(new FileProblem(Kind.UNSUPPORTED, path + " has no program beside it that runs it, as others have: "
						+ this.layout.property() + " would not run it."));
		}
		if (!MigrationName.isLost(path) || this.loaded.contains(url)) {
			return Optional.empty();
		}
		String file = NameShape.last(path, 1);
		boolean inFolder = !Character.isDigit(file.charAt(0)) && file.matches("(?:up|down|migration)\\..*");
		// In front of files without a version nobody misses one.
		return (inFolder && !MigrationName.isInFolder(path)) ? Optional.empty()
				: Optional.of(refused(path, inFolder ? "'" + NameShape.last(path, 2) + "'" : file));
	}

	/**
	 * Return why a file cannot be used that a tool uses, and that is no script.
	 */
	static FileProblem refused(String path) {
		return path.endsWith(VersionFolders.SEQUENCE) ? new FileProblem(Kind.UNSUPPORTED,
				path + " says which files of its folder run, and Slipway does not read it. Name the files in the "
						+ "order in which they run, remove those that do not, and remove it.")
				: refused(path, NameShape.last(path, 1));
	}

	private static FileProblem refused(String path, String exclude) {
		boolean java = JAVA.matcher(NameShape.last(path, 1)).matches();
		return new FileProblem(Kind.UNSUPPORTED, path
				+ " is a migration of another tool's and no .sql file: what it does would be missing. Write it as SQL,"
				+ (java ? " make it a bean of the type dev.slipway.CodeMigration in a class of another name (docs/files.md,"
						+ " section 'Code migrations')," : "")
				+ " or leave it out with exclude: " + exclude + ".");
	}

}
