package dev.slipway.engine.text;

import java.io.FileNotFoundException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

import org.jspecify.annotations.Nullable;

/**
 * Says why a file or a folder cannot be read. The message of most exceptions of the file
 * system is the path alone, and that of others has the reason behind it in parentheses.
 */
public final class ReadFailure {

	private static final String GONE = "it was there and is gone";

	private static final String DENIED = "access is denied";

	/** As {@code java.io} writes it: the path, then the reason of the system. */
	private static final Pattern BEHIND_PATH = Pattern.compile(".+ \\(([A-Z][^()]* [^()]*)\\)", Pattern.DOTALL);

	private ReadFailure() {
	}

	/**
	 * Return the reason of a failure.
	 * @param failure why something could not be read
	 * @return a clause without a full stop, never the path alone
	 */
	public static String reason(Exception failure) {
		if (failure instanceof ClosedByInterruptException) {
			return "the run was interrupted";
		}
		if (failure instanceof FileSystemLoopException) {
			return "it is a link to a folder that it lies in";
		}
		if (failure instanceof AccessDeniedException) {
			return DENIED;
		}
		if (failure instanceof NoSuchFileException) {
			return GONE;
		}
		if (failure instanceof NotDirectoryException) {
			return "it is no folder";
		}
		if (failure instanceof FileSystemException system) {
			return orName(system.getReason(), failure);
		}
		if (failure instanceof FileNotFoundException) {
			return notFound(String.valueOf(failure.getMessage()));
		}
		if (failure instanceof ZipException) {
			return "it is no valid archive: " + orName(failure.getMessage(), failure);
		}
		return orName(failure.getMessage(), failure);
	}

	/** {@code java.io} has one exception for all that prevents opening a file. */
	private static String notFound(String message) {
		Matcher matcher = BEHIND_PATH.matcher(message);
		String reason = matcher.matches() ? matcher.group(1) : "";
		return switch (reason) {
			case "", "No such file or directory" -> GONE;
			case "Permission denied" -> DENIED;
			default -> reason;
		};
	}

	private static String orName(@Nullable String reason, Exception failure) {
		return (reason != null && !reason.isBlank()) ? reason : failure.getClass().getSimpleName();
	}

}
