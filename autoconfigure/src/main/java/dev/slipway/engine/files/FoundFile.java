package dev.slipway.engine.files;

import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;

/**
 * What a search has found: a file with the name of a script or of what may stand beside
 * one, or something that cannot be used as one.
 *
 * @param url where it is; the same for two locations that lead to it
 * @param resource the file
 * @param problem why it cannot be used; {@code null} for a file that can
 */
record FoundFile(String url, Resource resource, @Nullable FileProblem problem) {

	/** Whether a name is that of a script, or of a file that may stand beside one. */
	static boolean isWanted(String name) {
		return MigrationName.isCandidate(name) || SidecarFiles.isCompanion(name);
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
		return MigrationName.isCandidate(name());
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
