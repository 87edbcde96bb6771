package dev.slipway.engine.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

import dev.slipway.engine.script.ReadingRules;
import org.jspecify.annotations.Nullable;

/**
 * Sees whether all files of a service are those that the build has written down. Their
 * archives' directories prove it: they have the size and the CRC-32 of each file. A
 * folder has nothing of the kind, and its files are read.
 */
public final class IndexProof {

	private IndexProof() {
	}

	/**
	 * Return what the build knows of the files of a service.
	 * @param classPath has its files
	 * @param service the name of the service
	 * @param locations its locations
	 * @param others the locations of other services
	 * @param rules how its files are read
	 * @return {@code null} where that does not say what the files are now
	 */
	public static @Nullable KnownSet find(ClassPath classPath, String service, List<String> locations,
			List<String> others, ReadingRules rules) {
		FileIndex index = classPath.index();
		if (index == null || !index.hasSets() || !classPath.canBeListed()) {
			return null;
		}
		KnownSet known = index.set(KnownSet.fingerprint(service, locations, others, rules));
		if (known == null) {
			return null;
		}
		classPath.keepOpen();
		try {
			for (String location : locations) {
				if (!isAsIndexed(index, classPath, Location.of(location))) {
					return null;
				}
			}
			return known;
		}
		catch (IOException | UncheckedIOException | IllegalArgumentException ex) {
			// Reading the files says what is wrong.
			return null;
		}
		finally {
			classPath.release();
		}
	}

	private static boolean isAsIndexed(FileIndex index, ClassPath classPath, Location location) throws IOException {
		String root = location.rootPath() + "/";
		for (URL url : classPath.urls(location)) {
			if (!ClassPath.isInRoot(url)) {
				return false;
			}
		}
		if (!classPath.problems().isEmpty()) {
			return false;
		}
		for (Path folder : classPath.folders()) {
			if (Files.exists(location.below(folder), LinkOption.NOFOLLOW_LINKS)) {
				return false;
			}
		}
		int files = 0;
		for (Archive archive : classPath.archives()) {
			int found = archive.countAsIndexed(index, root);
			if (found < 0) {
				return false;
			}
			files += found;
		}
		// Of a path in two archives there is one line.
		return files == index.count(root);
	}

}
