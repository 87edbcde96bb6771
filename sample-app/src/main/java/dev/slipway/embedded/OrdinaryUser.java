package dev.slipway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.util.LinuxUtils;

/**
 * Runs PostgreSQL's programs as an ordinary user when the sample runs as root: PostgreSQL
 * refuses root. The library uses a user namespace for that. Most container engines forbid
 * user namespaces, but let root start a program as another user.
 */
final class OrdinaryUser {

	/** User and group id of nobody. */
	private static final int NOBODY = 65534;

	private static final String ORIGINAL = ".program";

	private static final List<String> PROGRAMS = List.of("initdb", "pg_ctl");

	private OrdinaryUser() {
	}

	/** Return whether the sample runs as root and cannot make a user namespace. */
	static boolean isNeeded() {
		return "root".equals(System.getProperty("user.name")) && !LinuxUtils.isUnshareAvailable();
	}

	/**
	 * Check that PostgreSQL can run as an ordinary user.
	 * @throws SetupException if it cannot
	 */
	static void requireAvailable() {
		if (isNeeded() && !isSetprivInstalled()) {
			throw new SetupException(
					"PostgreSQL refuses to run as root, and cannot run as another user here: user namespaces (unshare -U)"
							+ " are forbidden, and setpriv is not installed.",
					"Start the sample as an ordinary user (docker run --user 1000, with a sample.data folder that the"
							+ " user may write to), or set SAMPLE_PLATFORM_URL and SAMPLE_QUERY_URL to use databases"
							+ " of another server.");
		}
	}

	private static boolean isSetprivInstalled() {
		return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, "setpriv")));
	}

	/**
	 * Replace each program by a script that runs it as nobody, unless an earlier start
	 * did.
	 * @param unpacked the folder into which the library unpacks
	 * @return whether the programs are there
	 */
	static boolean wrap(Path unpacked) throws IOException {
		boolean found = false;
		try (Stream<Path> versions = Files.list(unpacked)) {
			for (Path version : versions.filter(Files::isDirectory).toList()) {
				for (String program : PROGRAMS) {
					wrapProgram(version.resolve("bin").resolve(program));
				}
				// The library unpacks again what is newer than this file.
				Files.setLastModifiedTime(version.resolve(".exists"), FileTime.from(Instant.now()));
				found = true;
			}
		}
		return found;
	}

	private static void wrapProgram(Path program) throws IOException {
		Path original = program.resolveSibling(program.getFileName() + ORIGINAL);
		if (Files.exists(original)) {
			return;
		}
		Path script = program.resolveSibling(program.getFileName() + ".new");
		Files.writeString(script, "#!/bin/sh\nexec setpriv --reuid=" + NOBODY + " --regid=" + NOBODY
				+ " --clear-groups \"$0" + ORIGINAL + "\" \"$@\"\n");
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
		Files.move(program, original);
		Files.move(script, program);
	}

	/**
	 * Create folders where they are missing, and make nobody the owner of their content.
	 */
	static void own(Path... folders) throws IOException {
		for (Path folder : folders) {
			Files.createDirectories(folder);
			try (Stream<Path> entries = Files.walk(folder)) {
				for (Path entry : entries.toList()) {
					Files.setAttribute(entry, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
					Files.setAttribute(entry, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
				}
			}
		}
	}

}
