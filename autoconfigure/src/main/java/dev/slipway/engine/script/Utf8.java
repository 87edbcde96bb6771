package dev.slipway.engine.script;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Decodes a file strictly: a byte that is not UTF-8 is an error with its place, never a
 * question mark in somebody's data.
 */
final class Utf8 {

	private static final char BYTE_ORDER_MARK = '\uFEFF';

	private Utf8() {
	}

	static String decode(byte[] bytes) throws IOException {
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
			.onMalformedInput(CodingErrorAction.REPORT)
			.onUnmappableCharacter(CodingErrorAction.REPORT);
		ByteBuffer in = ByteBuffer.wrap(bytes);
		CharBuffer out = CharBuffer.allocate(bytes.length);
		CoderResult result = decoder.decode(in, out, true);
		if (result.isError()) {
			int line = 1;
			for (int i = 0; i < in.position(); i++) {
				line += (bytes[i] == '\n') ? 1 : 0;
			}
			throw new IOException(String.format(Locale.ROOT, "byte %d (0x%02X, line %d) is not UTF-8", in.position(),
					bytes[in.position()] & 0xFF, line));
		}
		out.flip();
		boolean marked = out.length() > 0 && out.charAt(0) == BYTE_ORDER_MARK;
		return out.subSequence(marked ? 1 : 0, out.length()).toString();
	}

}
