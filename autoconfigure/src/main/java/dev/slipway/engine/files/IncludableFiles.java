package dev.slipway.engine.files;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import dev.slipway.engine.layout.NameShape;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.script.ScriptFile;
import dev.slipway.engine.script.ScriptFile.Neighbours;
import org.jspecify.annotations.Nullable;

/**
 * The files that scripts of a service may include: those that its locations hold,
 * whatever their names. Nothing else is looked up, so that no path leads out of the
 * locations.
 */
final class IncludableFiles {

	private final ReadingRules rules;

	/** By their URL as a person reads it. */
	private final Map<String, FoundFile> files = new HashMap<>();

	/**
	 * Create files without any.
	 * @param rules how they are read
	 */
	IncludableFiles(ReadingRules rules) {
		this.rules = rules;
	}

	void add(FoundFile file) {
		if (file.problem() == null && file.name().toLowerCase(Locale.ROOT).endsWith(".sql")) {
			this.files.putIfAbsent(Location.decode(file.url()), file);
		}
	}

	/** The files as one of them names the others. */
	Neighbours of(FoundFile file) {
		String url = Location.decode(file.url());
		return new From(folder(url, 1), folder(url, Location.depth(file.relative())));
	}

	private static String folder(String url, int segments) {
		return url.substring(0, url.length() - NameShape.last(url, segments).length());
	}

	/**
	 * Follow a path.
	 * @param folder where it begins, with a slash at its end
	 */
	private static String resolve(String folder, String path) {
		String url = folder;
		for (String segment : path.split("/")) {
			if (segment.equals("..")) {
				url = folder(url, 2);
			}
			else if (!segment.isEmpty() && !segment.equals(".")) {
				url += segment + "/";
			}
		}
		return url.substring(0, Math.max(0, url.length() - 1));
	}

	/** What a file names. */
	private final class From implements Neighbours {

		private final String folder;

		private final String root;

		From(String folder, String root) {
			this.folder = folder;
			this.root = root;
		}

		@Override
		public @Nullable ScriptFile fromFile(String path) {
			return find(resolve(this.folder, path));
		}

		@Override
		public @Nullable ScriptFile fromRoot(String path) {
			return find(resolve(this.root, path));
		}

		private @Nullable ScriptFile find(String url) {
			FoundFile found = IncludableFiles.this.files.get(url);
			return (found != null) ? new ScriptFile(Location.display(found.url()), found.resource(), null, false,
					IncludableFiles.this.rules, of(found)) : null;
		}

	}

}
