package dev.slipway.engine.files;

/**
 * A file in an archive, as the archive's directory describes it.
 *
 * @param name its name, which its own header in the archive repeats
 * @param header where in the file of the archive that header is
 * @param compressed how many bytes of the archive it has
 * @param size how many bytes it has itself
 * @param crc the CRC-32 of these
 * @param deflated whether it is compressed
 */
record StoredFile(String name, long header, int compressed, int size, int crc, boolean deflated) {

	/** What is larger is read in pieces, by Java's own classes. */
	private static final int LARGEST = 1 << 20;

	/** Whether it can be read at once. */
	boolean isSmall() {
		return this.compressed <= LARGEST && this.size <= LARGEST;
	}

}
