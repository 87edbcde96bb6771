package dev.slipway.engine.files;

import java.io.Closeable;
import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * The archives of a class path while its files are looked for and read: each is opened
 * once for all of that, and one that has others in it is not looked through for each.
 * Outside of that time nothing stays open.
 */
final class OpenArchives implements Closeable {

	private final ArchiveFiles files = new ArchiveFiles();

	/** The archive that has others in it; {@code null} without one. */
	private @Nullable CentralDirectory outer;

	private String outerPath = "";

	/**
	 * The first characters of the entries that are looked at, {@code null} to look at
	 * all: hardly any entry of a class path lies below a location.
	 */
	private boolean @Nullable [] beginnings = new boolean[128];

	private int changes;

	/**
	 * Look at entries below a folder from now on.
	 * @param root the folder in an archive, empty for all entries
	 */
	void lookAt(String root) {
		boolean[] known = this.beginnings;
		char first = root.isEmpty() ? Character.MAX_VALUE : root.charAt(0);
		if (known == null || (first < known.length && known[first])) {
			return;
		}
		this.changes++;
		if (first < known.length) {
			known[first] = true;
		}
		else {
			this.beginnings = null;
		}
	}

	/** How often it has changed which entries are looked at. */
	int changes() {
		return this.changes;
	}

	/**
	 * Whether an entry is looked at. Releases of Java, signatures and the manifest are in
	 * META-INF, and some tools write a slash first. What is not ASCII is left to Java.
	 * @param first the first character of its name
	 */
	boolean isLookedAt(byte first) {
		return first < 0 || (first | 0x20) == 'm' || first == '/' || first == '\\' || isBelowLocation(first);
	}

	/** Whether an entry may be in a folder that is looked at. */
	boolean isBelowLocation(byte first) {
		return this.beginnings == null || this.beginnings[first];
	}

	/** From now on archives stay open. */
	void keep() {
		this.files.keep();
	}

	/** The files that are read. */
	ArchiveFiles files() {
		return this.files;
	}

	/**
	 * Open the directory of an archive in an archive, or of a folder in one.
	 * @param url the URL of its root, as Spring Boot writes it
	 * @throws IOException if it cannot be read, or is unusual
	 */
	CentralDirectory directory(String url) throws IOException {
		String path = CentralDirectory.path(url);
		return outer(path).inner(url, this.files);
	}

	/**
	 * Return the directory of an archive that has others in it.
	 * @throws IOException if it cannot be read, or is unusual
	 */
	private CentralDirectory outer(String path) throws IOException {
		CentralDirectory known = this.outer;
		if (known == null || !this.outerPath.equals(path)) {
			CentralDirectory opened = CentralDirectory.outer(path);
			closeOuter();
			known = opened;
			this.outer = opened;
			this.outerPath = path;
		}
		return known;
	}

	private void closeOuter() throws IOException {
		CentralDirectory open = this.outer;
		this.outer = null;
		if (open != null) {
			open.close();
		}
	}

	/** Close what is open. Files are still read, each from an archive opened for it. */
	@Override
	public void close() throws IOException {
		this.files.close();
		closeOuter();
	}

}
