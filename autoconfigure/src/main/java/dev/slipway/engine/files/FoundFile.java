package dev.slipway.engine.files;

import java.util.regex.Matcher;

import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.engine.layout.EndingsBeside;
import dev.slipway.engine.text.Expression;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;

/**
 * What a search has found: a file with the name of a script or of what may stand beside
 * one, or something that cannot be used as one.
 *
 * @param url where it is; the same for two locations that lead to it by one path
 * @param real where its folder really is, with its name; the same for two paths that lead
 * to it through links
 * @param relative its path below the root of the location
 * @param resource the file
 * @param problem why it cannot be used; {@code null} for a file that can
 */
record FoundFile(String url, String real, String relative, Resource resource, @Nullable FileProblem problem) {

	/**
	 * The endings of compressed files, and the one that editors add unseen. Nobody means
	 * a backup by them.
	 */
	private static final Expression DISGUISED = new Expression("(?i)(.+)\\.sql(?:\\.(?:gz|bz2|xz|zst|zip|txt))?\\s*");

	/** Whether a name is that of a script, or of a file that may stand beside one. */
	static boolean isWanted(String name) {
		return isScript(name) || SidecarFiles.isCompanion(name);
	}

	/** Whether a file with a name is wanted where it is one. */
	static boolean isBeside(String name) {
		return EndingsBeside.has(name);
	}

	/** Whether a name is wanted of what is known to be a file. */
	static boolean isWantedFile(String name) {
		return isWanted(name) || isBeside(name);
	}

	/**
	 * Whether a file has to be looked at. What has the name of a migration and another
	 * ending is refused for its name, not skipped.
	 */
	private static boolean isScript(String name) {
		if (MigrationName.isCandidate(name) || name.startsWith(".")) {
			return !name.startsWith(".");
		}
		if (!hasSqlEnding(name)) {
			return false;
		}
		Matcher disguised = DISGUISED.matcher(name);
		return disguised.matches() && MigrationName.of(disguised.group(1) + ".sql", null).isPresent();
	}

	private static boolean hasSqlEnding(String name) {
		for (int at = name.indexOf('.'); at >= 0; at = name.indexOf('.', at + 1)) {
			if (name.regionMatches(true, at, ".sql", 0, ".sql".length())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the problem of what has such a name and is no file.
	 * @param path where it is, as a person finds it
	 * @param what what it is instead
	 */
	static FileProblem irregular(String path, String what) {
		return new FileProblem(Kind.NO_REGULAR_FILE, path + " has the name of a file to read, and is " + what + ".");
	}

	boolean isScript() {
		return isScript(name());
	}

	/** Where it is, as a person finds it. */
	String path() {
		return Location.display(this.url);
	}

	/** The name without the folder. */
	String name() {
		String name = this.resource.getFilename();
		return (name != null) ? name : "";
	}

	/** Folders of an archive are found with the files in them. */
	boolean isFolder() {
		return this.url.endsWith("/");
	}

}
