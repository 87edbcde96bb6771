package dev.slipway.engine.files;

import java.util.HashMap;
import java.util.List;
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

	private final List<FoundFile> found;

	private final ReadingRules rules;

	/** By their URL as a person reads it; empty until a script names one. */
	private final Map<String, FoundFile> files = new HashMap<>();

	/**
	 * Create files.
	 * @param found what was found, complete before a script is read
	 * @param rules how they are read
	 */
	IncludableFiles(List<FoundFile> found, ReadingRules rules) {
		this.found = found;
		this.rules = rules;
	}

	/** The files as one of them names the others. */
	Neighbours of(FoundFile file) {
		return new From(file);
	}

	private Map<String, FoundFile> files() {
		if (this.files.isEmpty()) {
			for (FoundFile file : this.found) {
				if (file.problem() == null && file.name().toLowerCase(Locale.ROOT).endsWith(".sql")) {
					this.files.putIfAbsent(Location.decode(file.url()), file);
				}
			}
		}
		return this.files;
	}

	/**
	 * Follow a path.
	 * @param folder where it begins, with a slash at its end
	 */
	private static String resolve(String folder, String path) {
		String url = folder;
		for (String segment : path.split("/")) {
			if (segment.equals("..")) {
				url = NameShape.folder(url, 2);
			}
			else if (!segment.isEmpty() && !segment.equals(".")) {
				url += segment + "/";
			}
		}
		return url.substring(0, Math.max(0, url.length() - 1));
	}

	/** What a file names. */
	private final class From implements Neighbours {

		private final FoundFile file;

		From(FoundFile file) {
			this.file = file;
		}

		@Override
		public @Nullable ScriptFile fromFile(String path) {
			return find(1, path);
		}

		@Override
		public @Nullable ScriptFile fromRoot(String path) {
			return find(Location.depth(this.file.relative()), path);
		}

		private @Nullable ScriptFile find(int segments, String path) {
			String folder = NameShape.folder(Location.decode(this.file.url()), segments);
			FoundFile found = files().get(resolve(folder, path));
			return (found != null) ? new ScriptFile(Location.display(found.url()), found.resource(), null, false,
					IncludableFiles.this.rules, of(found)) : null;
		}

	}

}
