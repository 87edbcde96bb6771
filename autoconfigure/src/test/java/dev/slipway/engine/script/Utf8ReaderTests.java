package dev.slipway.engine.script;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A text is the same in whatever pieces it is asked for.
 */
class Utf8ReaderTests {

	private static final String TEXT = "a😀😀b\u00e4€😀".repeat(9_001);

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 5, 7, 4096, 65_536, 100_000 })
	void aCharacterOfTwoHalvesFitsIntoEachRoom(int room) throws IOException {
		assertThat(read("\uFEFF" + TEXT, room)).isEqualTo(TEXT);
	}

	private static String read(String text, int room) throws IOException {
		StringBuilder read = new StringBuilder();
		char[] chars = new char[room];
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		try (Reader reader = Utf8Reader.again(new ByteArrayInputStream(bytes), null)) {
			for (int count = reader.read(chars); count >= 0; count = reader.read(chars)) {
				read.append(chars, 0, count);
			}
		}
		return read.toString();
	}

}
