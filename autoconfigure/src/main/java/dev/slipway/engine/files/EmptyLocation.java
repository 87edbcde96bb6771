package dev.slipway.engine.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Says why a search has found no SQL file in a location.
 */
final class EmptyLocation {

	private final Location location;

	private final ClassPath classPath;

	EmptyLocation(Location location, ClassPath classPath) {
		this.location = location;
		this.classPath = classPath;
	}

	/**
	 * Return what is to be said of the location, in one or more sentences.
	 * @throws IOException if it cannot be looked at
	 */
	String describe() throws IOException {
		String subject = "The location " + this.location;
		List<Path> paths = paths();
		if (paths.stream().anyMatch(Files::isRegularFile) || isFileInArchive()) {
			return subject + " is a file. A location is a folder.";
		}
		return subject + " holds no SQL file: " + reason(paths.stream().filter(Files::isDirectory).toList());
	}

	/** Where the folder is, or would be. */
	private List<Path> paths() {
		if (this.location.isFile()) {
			return List.of(this.location.folder());
		}
		return this.location.isOnClassPath() && !this.location.isOutside()
				? this.classPath.folders().stream().map(this.location::below).toList() : List.of();
	}

	private boolean isFileInArchive() {
		return this.location.isOnClassPath()
				&& this.classPath.archives().stream().anyMatch((archive) -> archive.hasFile(this.location.rootPath()));
	}

	private String reason(List<Path> folders) throws IOException {
		if (hasHidden(folders)) {
			return "hidden files and folders do not count.";
		}
		boolean inArchive = this.location.isOnClassPath() && !this.classPath.urls(this.location).isEmpty();
		if (folders.isEmpty() && !inArchive) {
			return missing();
		}
		if (this.location.hasWildcard()) {
			return "no folder that its wildcards lead to has one.";
		}
		return isEmpty(folders) ? "it is empty." : "none of its files ends in .sql.";
	}

	private String missing() {
		if (this.location.isFile()) {
			Path folder = this.location.folder();
			boolean relative = !this.location.root().startsWith("file:/");
			return "it does not exist." + (relative ? " It means the folder " + folder + "." : "");
		}
		if (!this.location.isOnClassPath()) {
			return "it does not exist.";
		}
		Path folder = this.location.folder();
		return "it is in no root of the class path." + (Files.isDirectory(folder)
				? " A folder of the file system has the prefix file:, as in file:" + folder + "." : "");
	}

	private boolean hasHidden(List<Path> folders) throws IOException {
		Location all = this.location.withHidden();
		List<FoundFile> found = new ArrayList<>();
		for (Path folder : folders) {
			FolderWalk.walk(folder, all, found::add);
		}
		if (this.location.isOnClassPath()) {
			for (Archive archive : this.classPath.archives()) {
				found.addAll(archive.find(all, all.rootPath()).values());
			}
		}
		return found.stream().anyMatch(FoundFile::isScript);
	}

	private static boolean isEmpty(List<Path> folders) throws IOException {
		for (Path folder : folders) {
			try (Stream<Path> children = Files.list(folder)) {
				if (children.findAny().isPresent()) {
					return false;
				}
			}
		}
		return !folders.isEmpty();
	}

}
