package dev.slipway.engine.text;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link ReadFailure}.
 */
class ReadFailureTests {

	@ParameterizedTest
	@MethodSource("failures")
	void reasonIsSaidAndNeverThePathAlone(Exception failure, String reason) {
		assertThat(ReadFailure.reason(failure)).isEqualTo(reason);
	}

	static Stream<Arguments> failures() {
		return Stream.of(Arguments.of(new AccessDeniedException("/x"), "access is denied"),
				Arguments.of(new NoSuchFileException("/x"), "it was there and is gone"),
				Arguments.of(new NotDirectoryException("/x"), "it is no folder"),
				Arguments.of(new FileSystemLoopException("/x"), "it is a link to a folder that it lies in"),
				Arguments.of(new FileSystemException("/x", null, "Too many open files"), "Too many open files"),
				Arguments.of(new FileSystemException("/x"), "FileSystemException"),
				Arguments.of(new FileNotFoundException("/x"), "it was there and is gone"),
				Arguments.of(new FileNotFoundException("/x (y) (Permission denied)"), "access is denied"),
				Arguments.of(new FileNotFoundException("/x (No such file or directory)"), "it was there and is gone"),
				Arguments.of(new FileNotFoundException("/x (Too many open files)"), "Too many open files"),
				Arguments.of(new FileNotFoundException(), "it was there and is gone"),
				Arguments.of(new IOException("Input/output error"), "Input/output error"),
				Arguments.of(new IOException(" "), "IOException"), Arguments.of(new IOException(), "IOException"),
				Arguments.of(new SecurityException("SHA-256 digest error for a"), "SHA-256 digest error for a"));
	}

	@Test
	void whatTheSystemAndSpringThrowIsKnown(@TempDir Path folder) throws IOException {
		Path missing = folder.resolve("missing (1)");
		assertThat(reason(() -> Files.newInputStream(missing).close())).isEqualTo("it was there and is gone");
		assertThat(reason(() -> new FileInputStream(missing.toFile()).close())).isEqualTo("it was there and is gone");
		assertThat(reason(() -> new FileSystemResource(missing).getInputStream().close()))
			.isEqualTo("it was there and is gone");
		assertThat(reason(() -> new FileInputStream(folder.toFile()).close())).isEqualTo("Is a directory");
		assertThat(reason(() -> Files.readAllBytes(folder))).isEqualTo("Is a directory");
		Path file = Files.writeString(folder.resolve("a.jar"), "");
		assertThat(reason(() -> Files.list(file).close())).isEqualTo("it is no folder");
		assertThat(reason(() -> new JarFile(file.toFile()).close())).startsWith("it is no valid archive: ");
	}

	private static String reason(Reading reading) {
		return ReadFailure.reason(catchThrowableOfType(IOException.class, reading::read));
	}

	/** Something that fails. */
	private interface Reading {

		void read() throws IOException;

	}

}
