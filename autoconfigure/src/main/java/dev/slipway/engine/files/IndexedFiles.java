package dev.slipway.engine.files;

import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Makes the index that a build writes.
 */
public final class IndexedFiles {

	private IndexedFiles() {
	}

	/**
	 * Make the index of what is on the class path now. A location that cannot be read has
	 * no files here: a start says what is wrong with it.
	 * @param locations all locations; those that are not on the class path are left out
	 * @param resources finds the files
	 * @throws UncheckedIOException if a file cannot be read
	 */
	public static FileIndex of(Collection<String> locations, ResourceLoader resources) {
		SortedMap<String, IndexedFile> files = new TreeMap<>();
		ClassPath classPath = ClassPath.of(resources);
		for (String each : locations) {
			Location location = Location.of(each);
			if (location.isOnClassPath()) {
				FileSearch search = new FileSearch(List.of(), new PathMatchingResourcePatternResolver(resources),
						classPath, null, (problem) -> {
						});
				search.find(each);
				for (FoundFile file : search.all()) {
					if (file.problem() == null && !file.isFolder()) {
						files.computeIfAbsent(FileIndex.path(location, file), (path) -> IndexedFile.of(path, file));
					}
				}
			}
		}
		return FileIndex.of(files);
	}

}
