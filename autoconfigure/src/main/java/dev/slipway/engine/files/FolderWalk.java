package dev.slipway.engine.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.function.Consumer;

import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
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

	private FolderWalk(Path root, Location location, Consumer<FoundFile> found) {
		this.root = root;
		this.location = location;
		this.found = found;
	}

	/**
	 * Walk through a folder.
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
		if (folder.equals(this.root)) {
			return FileVisitResult.CONTINUE;
		}
		if (!this.location.mayHold(relative(folder))) {
			return FileVisitResult.SKIP_SUBTREE;
		}
		if (isWanted(folder)) {
			add(folder, FoundFile.irregular(folder.toString(), "a folder"));
		}
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
			if (isWanted(link)) {
				fail(link, "the link leads to nothing");
			}
		}
		catch (IOException ex) {
			fail(link, reason(ex));
		}
	}

	@Override
	public FileVisitResult visitFileFailed(Path file, IOException failure) {
		boolean missing = file.equals(this.root) && failure instanceof NoSuchFileException;
		if (!missing && this.location.mayHold(relative(file))) {
			fail(file, reason(failure));
		}
		return FileVisitResult.CONTINUE;
	}

	@Override
	public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
		if (failure != null) {
			fail(folder, reason(failure));
		}
		return FileVisitResult.CONTINUE;
	}

	private void fail(Path path, String reason) {
		add(path, new FileProblem(Kind.UNREADABLE, path + " cannot be read: " + reason + "."));
	}

	private void add(Path path, @Nullable FileProblem problem) {
		this.found.accept(new FoundFile(url(path), new FileSystemResource(path), problem));
	}

	/** The URL of a path as Spring writes it; that of a folder ends with a slash. */
	static String url(Path path) {
		return "file:" + path.toUri().getRawPath();
	}

	private boolean isWanted(Path path) {
		return FoundFile.isWanted(String.valueOf(path.getFileName())) && this.location.holds(relative(path));
	}

	/** The path below the root, with slashes; empty for the root itself. */
	private String relative(Path path) {
		String relative = this.root.relativize(path).toString();
		return relative.replace(path.getFileSystem().getSeparator(), "/");
	}

	/** The message of most exceptions of the file system is the path alone. */
	private static String reason(IOException failure) {
		if (failure instanceof FileSystemLoopException) {
			return "it is a link to a folder that it lies in";
		}
		if (failure instanceof AccessDeniedException) {
			return "access is denied";
		}
		if (failure instanceof NoSuchFileException) {
			return "it was there and is gone";
		}
		String reason = (failure instanceof FileSystemException ex) ? ex.getReason() : failure.getMessage();
		return (reason != null) ? reason : failure.getClass().getSimpleName();
	}

}
