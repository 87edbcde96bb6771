package dev.slipway.engine.files;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.engine.text.ReadFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.FileSystemResource;

/**
 * Looks at everything below a folder of the file system, and follows links. What cannot
 * be looked at is a problem with its path: nobody knows which files it hides. Nothing is
 * opened here, since opening a FIFO waits for a process that writes to it.
 */
final class FolderWalk extends SimpleFileVisitor<Path> {

	private final Path root;

	private final Location location;

	private final Consumer<FoundFile> found;

	/** Where the folders really are. */
	private final Map<Path, String> real = new HashMap<>();

	/** The folder of the last file. */
	private @Nullable Path folder;

	private String folderUrl = "";

	private FolderWalk(Path root, Location location, Consumer<FoundFile> found) {
		this.root = root;
		this.location = location;
		this.found = found;
	}

	/**
	 * Walk through a folder. One that does not exist has nothing.
	 * @param root the part of a location that has no wildcards, as a folder
	 * @param location says what is wanted of it
	 * @param found takes the files, and what is a problem
	 */
	static void walk(Path root, Location location, Consumer<FoundFile> found) throws IOException {
		Files.walkFileTree(root, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE,
				new FolderWalk(root, location, found));
	}

	@Override
	public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
		if (!this.location.mayHold(relative(folder))) {
			return FileVisitResult.SKIP_SUBTREE;
		}
		if (!folder.equals(this.root) && isWanted(folder)) {
			add(folder, FoundFile.irregular(folder.toString(), "a folder"));
		}
		this.real.put(folder, realUrl(folder));
		return FileVisitResult.CONTINUE;
	}

	@Override
	public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
		if (attributes.isSymbolicLink() && this.location.mayHold(relative(file))) {
			follow(file);
		}
		else if (!file.equals(this.root) && isWanted(file)) {
			add(file, attributes.isRegularFile() ? null
					: FoundFile.irregular(file.toString(), "a FIFO, a socket or a device"));
		}
		else if (attributes.isRegularFile() && isBeside(file)) {
			add(file, null);
		}
		return FileVisitResult.CONTINUE;
	}

	/**
	 * Look at a link that was not followed. One that leads to nothing hides nothing,
	 * unless it has the name of a script itself.
	 */
	private void follow(Path link) {
		try {
			Files.readAttributes(link, BasicFileAttributes.class);
			fail(link, "it has changed meanwhile");
		}
		catch (NoSuchFileException ex) {
			if (link.equals(this.root) || isWanted(link)) {
				fail(link, "the link leads to nothing");
			}
		}
		catch (IOException ex) {
			fail(link, ReadFailure.reason(ex));
		}
	}

	@Override
	public FileVisitResult visitFileFailed(Path file, IOException failure) {
		if (file.equals(this.root) && isMissing(file)) {
			Path link = danglingLink(file);
			if (link != null) {
				fail(link, "the link leads to nothing");
			}
		}
		else if (this.location.mayHold(relative(file))) {
			fail(file, ReadFailure.reason(failure));
		}
		return FileVisitResult.CONTINUE;
	}

	/**
	 * Whether a path is not there, and that is known: a folder above it is not there
	 * either, or is no folder, or has been looked into.
	 */
	static boolean isMissing(Path path) {
		try {
			Files.readAttributes(path, BasicFileAttributes.class);
			return false;
		}
		catch (NoSuchFileException ex) {
			return true;
		}
		catch (IOException ex) {
			Path parent = path.getParent();
			return parent != null && (Files.isRegularFile(parent) || isMissing(parent));
		}
	}

	/** The link by which something is not there, as where a volume is not mounted. */
	private static @Nullable Path danglingLink(Path missing) {
		for (Path path = missing; path != null; path = path.getParent()) {
			if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
				return Files.isSymbolicLink(path) && isMissing(path) ? path : null;
			}
		}
		return null;
	}

	@Override
	public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
		this.real.remove(folder);
		if (failure != null) {
			fail(folder, ReadFailure.reason(failure));
		}
		return FileVisitResult.CONTINUE;
	}

	private void fail(Path path, String reason) {
		add(path, unreadable(path.toString(), reason));
	}

	/**
	 * Return the problem of what cannot be read.
	 * @param path where it is, as a person finds it
	 */
	static FileProblem unreadable(String path, String reason) {
		return new FileProblem(Kind.UNREADABLE, path + " cannot be read: " + reason + ".");
	}

	private void add(Path path, @Nullable FileProblem problem) {
		String folder = this.real.get(path.getParent());
		String url = (problem == null) ? fileUrl(path) : url(path);
		String real = (folder != null) ? folder + url.substring(url.lastIndexOf('/', url.length() - 2) + 1) : url;
		this.found.accept(new FoundFile(url, real, relative(path), new FileSystemResource(path), problem));
	}

	/** The URL of a file, by that of its folder where nothing in its name differs. */
	private String fileUrl(Path file) {
		String name = file.getFileName().toString();
		Path parent = file.getParent();
		if (parent == null || !Location.isPlain(name)) {
			return url(file);
		}
		if (!parent.equals(this.folder)) {
			this.folder = parent;
			this.folderUrl = folderUrl(parent);
		}
		return this.folderUrl + name;
	}

	/** The URL of a path as Spring writes it; that of a folder ends with a slash. */
	static String url(Path path) {
		return "file:" + path.toUri().getRawPath();
	}

	private static String folderUrl(Path folder) {
		return Location.withoutSlashes(url(folder), 0) + "/";
	}

	/** The same of a folder where links are followed. */
	static String realUrl(Path folder) {
		try {
			return folderUrl(folder.toRealPath());
		}
		catch (IOException ex) {
			// Nothing was found in what is not there, or cannot be looked at.
			return folderUrl(folder);
		}
	}

	private boolean isWanted(Path path) {
		return FoundFile.isWanted(String.valueOf(path.getFileName())) && this.location.holds(relative(path));
	}

	private boolean isBeside(Path path) {
		return FoundFile.isBeside(String.valueOf(path.getFileName())) && this.location.holds(relative(path));
	}

	/** The path below the root, with slashes; empty for the root itself. */
	private String relative(Path path) {
		String relative = this.root.relativize(path).toString();
		return relative.replace(path.getFileSystem().getSeparator(), "/");
	}

}
