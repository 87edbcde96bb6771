package dev.slipway.sample.database;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.util.LinuxUtils;

/**
 * Lets PostgreSQL's programs run as an ordinary user when the sample itself is root:
 * PostgreSQL refuses root. The library makes a user namespace for that, which container
 * engines mostly forbid; what they do allow root is to become somebody else.
 */
final class OrdinaryUser {

	/** The user and group that own nothing, on every Linux. */
	private static final int NOBODY = 65534;

	private static final String ORIGINAL = ".program";

	private static final List<String> PROGRAMS = List.of("initdb", "pg_ctl");

	private OrdinaryUser() {
	}

	/** Whether the sample is root and the library's own way is closed. */
	static boolean isNeeded() {
		return "root".equals(System.getProperty("user.name")) && !LinuxUtils.isUnshareAvailable();
	}

	/** Whether the programs can be started as another user here. */
	static boolean isPossible() {
		return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, "setpriv")));
	}

	/**
	 * Put a script in the place of each program, unless that was done at an earlier
	 * start.
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
	 * Give folders to the ordinary user, with all that is in them.
	 */
	static void own(Path... folders) throws IOException {
		for (Path folder : folders) {
			Files.createDirectories(folder);
			Files.walkFileTree(folder, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult preVisitDirectory(Path entry, BasicFileAttributes attributes)
						throws IOException {
					return give(entry);
				}

				@Override
				public FileVisitResult visitFile(Path entry, BasicFileAttributes attributes) throws IOException {
					return give(entry);
				}

			});
		}
	}

	private static FileVisitResult give(Path entry) throws IOException {
		Files.setAttribute(entry, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
		Files.setAttribute(entry, "unix:gid", NOBODY, LinkOption.NOFOLLOW_LINKS);
		return FileVisitResult.CONTINUE;
	}

}
