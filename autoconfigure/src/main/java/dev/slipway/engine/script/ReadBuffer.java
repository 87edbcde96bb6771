package dev.slipway.engine.script;

/**
 * What the reading of a file needs, made once for all files that are read one after the
 * other. Nothing of a file is taken from it later. Not safe for several threads.
 */
public final class ReadBuffer {

	/** No text that is kept has more bytes, unless it has others than ASCII. */
	private final byte[] bytes = new byte[FileText.KEPT];

	private final TextChecksum checksum = new TextChecksum();

	/** Most files have nothing that is to be decoded. */
	private char[] chars = {};

	byte[] bytes() {
		return this.bytes;
	}

	TextChecksum checksum() {
		return this.checksum.reset();
	}

	char[] chars() {
		if (this.chars.length == 0) {
			this.chars = new char[8 * 1024];
		}
		return this.chars;
	}

}
