package dev.slipway.sample.database;

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
 * The folder of an embedded server, which one process at a time may have. The lock is the
 * operating system's and ends with the process, however that ends.
 *
 * <pre>
 * cluster/         PostgreSQL's data
 * binaries/        PostgreSQL's programs, unpacked
 * postgresql.log   what PostgreSQL has said since the last start
 * complete         exists when cluster/ has been up once
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
	 * Create the folder where it is missing, and lock it.
	 * @throws SetupException if another process has it, or if it cannot be written
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
	 * Refuse data of another user. An ordinary user cannot even lock it; root can, but
	 * PostgreSQL then runs in a user namespace, without root's powers over other users'
	 * files, and would not get far. Where root hands the data over, it does not matter.
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
	 * Take away what a killed process may have left half done. What says that it is done
	 * is written last.
	 */
	void clean() throws IOException {
		forgetUnpacking();
		if (!Files.exists(complete())) {
			FileSystemUtils.deleteRecursively(cluster());
			FileSystemUtils.deleteRecursively(binaries());
		}
	}

	/** Take away what unpacking has left besides the programs. */
	void forgetUnpacking() throws IOException {
		Files.deleteIfExists(log());
		FileSystemUtils.deleteRecursively(unpacking());
	}

	/** The library makes the programs' folder writable for everybody: take that back. */
	void markComplete() throws IOException {
		Files.setPosixFilePermissions(binaries(), PosixFilePermissions.fromString("rwx------"));
		if (!Files.exists(complete())) {
			Files.createFile(complete());
		}
	}

	Path cluster() {
		return this.folder.resolve("cluster");
	}

	/** Where nothing is kept: the library wants a cluster even to unpack. */
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

	/** The end of PostgreSQL's log, for a person to read. */
	String lastWords() {
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

	/** The file stays: deleting it would let two processes lock two files. */
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
