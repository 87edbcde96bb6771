package dev.slipway.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * The folder of an embedded server. One process at a time uses it: the operating system
 * releases its lock when the process ends, also when it is killed.
 *
 * <pre>
 * cluster/         PostgreSQL's data
 * binaries/        PostgreSQL's programs, unpacked
 * postgresql.log   PostgreSQL's log since the last start
 * complete         exists once a server has started on cluster/
 * lock             held while a sample runs
 * </pre>
 */
final class DataFolder implements AutoCloseable {

	private static final int LOG_LINES = 12;

	private final Path folder;

	private final FileChannel lock;

	private DataFolder(Path folder, FileChannel lock) {
		this.folder = folder;
		this.lock = lock;
	}

	/**
	 * Create the folder if it is missing, and lock it.
	 * @throws SetupException if another process has locked it, or if it is not writable
	 */
	static DataFolder open(Path path) {
		Path folder = path.toAbsolutePath().normalize();
		try {
			Path real = Files.createDirectories(folder).toRealPath();
			FileChannel channel = FileChannel.open(real.resolve("lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE);
			if (tryLock(channel) == null) {
				channel.close();
				throw new SetupException("Another sample application runs on the data in " + real + ".",
						"Stop it, or set sample.data (SAMPLE_DATA) to another folder.");
			}
			return new DataFolder(real, channel);
		}
		catch (IOException ex) {
			throw new SetupException(
					"The data folder " + folder + " cannot be used as user '" + System.getProperty("user.name") + "': "
							+ ex + ".",
					"Make it a folder that this user may write to, or set sample.data (SAMPLE_DATA) to another one.",
					ex);
		}
	}

	private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
		try {
			return channel.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			return null;
		}
	}

	/**
	 * Check that the data is not that of another user. An ordinary user cannot lock such
	 * a folder. Root can, but PostgreSQL in a user namespace cannot read files of other
	 * users. {@link OrdinaryUser} changes the owner, so the check does not apply there.
	 * @throws SetupException if it is
	 */
	void requireOwned() throws IOException {
		if (!OrdinaryUser.isNeeded() && Files.exists(cluster()) && System.getProperty("user.name").equals("root")
				&& !Files.getOwner(cluster()).getName().equals("root")) {
			throw new SetupException(
					"The data in " + this.folder + " belongs to the user '" + Files.getOwner(cluster()).getName()
							+ "', and the sample runs as root.",
					"Start it as that user, or set sample.data (SAMPLE_DATA) to another folder.");
		}
	}

	/**
	 * Delete what a killed process has left incomplete: {@code complete} is written last.
	 */
	void deleteIncomplete() throws IOException {
		deleteUnpacking();
		if (!Files.exists(complete())) {
			FileSystemUtils.deleteRecursively(cluster());
			FileSystemUtils.deleteRecursively(binaries());
		}
	}

	/** Delete what unpacking leaves besides the programs. */
	void deleteUnpacking() throws IOException {
		Files.deleteIfExists(log());
		FileSystemUtils.deleteRecursively(unpacking());
	}

	/** The library makes the folder of the programs writable for all users: undo that. */
	void markComplete() throws IOException {
		Files.setPosixFilePermissions(binaries(), PosixFilePermissions.fromString("rwx------"));
		if (!Files.exists(complete())) {
			Files.createFile(complete());
		}
	}

	Path cluster() {
		return this.folder.resolve("cluster");
	}

	/** The cluster that the library requires for unpacking. */
	Path unpacking() {
		return this.folder.resolve("unpacking");
	}

	Path binaries() {
		return this.folder.resolve("binaries");
	}

	Path log() {
		return this.folder.resolve("postgresql.log");
	}

	private Path complete() {
		return this.folder.resolve("complete");
	}

	/** Return the last lines of PostgreSQL's log. */
	String logTail() {
		try {
			List<String> lines = Files.readAllLines(log());
			return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
		}
		catch (IOException ex) {
			return "(" + log() + " cannot be read)";
		}
	}

	@Override
	public String toString() {
		return this.folder.toString();
	}

	/** The lock file is kept: after a deletion two processes could lock two files. */
	@Override
	public void close() {
		try {
			this.lock.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
