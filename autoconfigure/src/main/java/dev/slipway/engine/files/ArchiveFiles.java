package dev.slipway.engine.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The archives in the file system whose files are read, with the memory for that: each is
 * opened once while they are kept, and for each file otherwise.
 */
final class ArchiveFiles implements Closeable {

	private boolean keeps;

	/** Has one directory after the other. */
	private byte[] memory = {};

	private final Map<String, RandomAccessFile> files = new HashMap<>();

	private @Nullable EntryReader reader;

	/** From now on archives stay open. */
	void keep() {
		this.keeps = true;
	}

	/** Return memory for a directory, which is used until the next one asks for it. */
	byte[] memory(int length) {
		if (this.memory.length < length) {
			this.memory = new byte[Math.max(length, 2 * this.memory.length)];
		}
		return this.memory;
	}

	/**
	 * Read a file in an archive.
	 * @param path the archive in the file system
	 * @throws IOException if it cannot be read, or is not what the directory has said
	 */
	synchronized byte[] read(String path, StoredFile file) throws IOException {
		if (!this.keeps) {
			try (RandomAccessFile archive = new RandomAccessFile(path, "r")) {
				return read(archive, file);
			}
		}
		RandomAccessFile archive = this.files.get(path);
		if (archive == null) {
			archive = new RandomAccessFile(path, "r");
			this.files.put(path, archive);
		}
		return read(archive, file);
	}

	/** Read a file in an archive that is open. */
	synchronized byte[] read(RandomAccessFile archive, StoredFile file) throws IOException {
		if (!this.keeps) {
			try (EntryReader once = new EntryReader()) {
				return once.read(archive, file);
			}
		}
		EntryReader kept = this.reader;
		if (kept == null) {
			kept = new EntryReader();
			this.reader = kept;
		}
		return kept.read(archive, file);
	}

	/** Close what is open. Files are still read, each from an archive opened for it. */
	@Override
	public synchronized void close() throws IOException {
		this.keeps = false;
		this.memory = new byte[0];
		if (this.reader != null) {
			this.reader.close();
			this.reader = null;
		}
		for (RandomAccessFile file : this.files.values()) {
			file.close();
		}
		this.files.clear();
	}

}
