package dev.slipway.sample.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.fail;

/**
 * Commands that need root: mounts, and what concerns processes of other users. The tests
 * run as root, or as a user who may use {@code sudo} without a password.
 */
final class Root {

	private static final boolean SUDO = !"root".equals(System.getProperty("user.name"));

	private Root() {
	}

	/**
	 * Check that containers can be started.
	 * <p>
	 * The test is aborted on other systems than Linux, and where a developer is not root.
	 * It fails where the kernel refuses namespaces to root, because that is a machine
	 * which is set up to run all tests.
	 */
	static void requireNamespaces() {
		Assumptions.assumeTrue(System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux"),
				"containers need Linux");
		Assumptions.assumeTrue(!SUDO || succeeds("sudo", "-n", "true"),
				"containers need root, or sudo without a password");
		Process process = start(true,
				command("unshare", "--mount", "--pid", "--fork", "mount", "-t", "tmpfs", "tmpfs", "/mnt"));
		String output = output(process);
		if (await(process) != 0) {
			fail("Root may not make the namespaces that a container needs: %s%n"
					+ "Where this runs in a container itself, start that one with --cap-add SYS_ADMIN"
					+ " --security-opt seccomp=unconfined --security-opt apparmor=unconfined.", output.strip());
		}
	}

	/** Return the words of a command that runs as root. */
	static List<String> command(String... words) {
		List<String> command = new ArrayList<>(SUDO ? List.of("sudo", "-n") : List.of());
		command.addAll(List.of(words));
		return command;
	}

	/**
	 * Run a command as root, and return its output.
	 * @throws IllegalStateException if it fails
	 */
	static String run(String... words) {
		Process process = start(false, command(words));
		String output = output(process);
		if (await(process) != 0) {
			throw new IllegalStateException("'" + String.join(" ", words) + "' exited with " + process.exitValue());
		}
		return output;
	}

	private static boolean succeeds(String... words) {
		try {
			Process process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			return await(process) == 0;
		}
		catch (IOException ex) {
			// The program is not installed.
			return false;
		}
	}

	private static Process start(boolean errors, List<String> command) {
		try {
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(errors);
			return errors ? builder.start() : builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String output(Process process) {
		try {
			return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int await(Process process) {
		try {
			return process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
