package dev.slipway.engine.adopt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import dev.slipway.engine.files.Migration;

/**
 * A file as it is, and as git would have written it on another system: a tool that hashes
 * bytes has seen one of these.
 */
final class LineEnds {

	private LineEnds() {
	}

	/**
	 * Return the checksums of a file with each kind of line ends, without doublets.
	 * @param algorithm the algorithm of the checksum
	 * @param file the file
	 * @return in hexadecimal digits, that of the file as it is first
	 */
	static List<String> checksums(String algorithm, Migration file) throws IOException {
		// Each byte is one character, whatever the encoding: others stay as they are.
		String text = new String(FileBytes.of(file), StandardCharsets.ISO_8859_1);
		return Stream.of(text, text.replace("\r\n", "\n"), text.replace("\r\n", "\n").replace("\n", "\r\n"))
			.map((form) -> FileBytes.digest(algorithm, form.getBytes(StandardCharsets.ISO_8859_1)))
			.distinct()
			.toList();
	}

}
