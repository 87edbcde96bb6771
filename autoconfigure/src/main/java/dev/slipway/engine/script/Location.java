package dev.slipway.engine.script;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * A folder of migrations, as a Spring resource location.
 *
 * @param value the location with its prefix and without a slash at its end
 */
record Location(String value) {

	private static final String[] ROOTS = { "/BOOT-INF/classes/", "/WEB-INF/classes/", "/target/classes/",
			"/target/test-classes/", "/build/resources/main/", "/build/resources/test/" };

	/** Without a prefix the class path is meant, whatever the application context is. */
	static Location of(String location) {
		String prefixed = location.contains(":") ? location : "classpath:" + location;
		String end = prefixed;
		while (end.endsWith("/")) {
			end = end.substring(0, end.length() - 1);
		}
		return new Location(end);
	}

	/**
	 * Everything below the folder; the caller picks the SQL files. Of a folder that
	 * several roots of the class path have (main and test resources, say), Spring's
	 * {@code classpath:} finds the first: the files in the others would be skipped
	 * silently. So it is searched in all of them, as {@code classpath*:} is.
	 */
	String pattern() {
		boolean first = this.value.startsWith("classpath:");
		return (first ? "classpath*:" + this.value.substring("classpath:".length()) : this.value) + "/**/*";
	}

	/**
	 * Shorten a resource's URL to what a person looks for: the path within the jar or
	 * below the root of the class path where there is one, the path of the file
	 * elsewhere.
	 */
	static String display(String url) {
		int entry = url.startsWith("jar:") ? url.lastIndexOf("!/") : -1;
		String encoded = (entry >= 0) ? url.substring(entry + 1) : url.substring(url.indexOf(':') + 1);
		String path = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
		for (String root : ROOTS) {
			int at = path.lastIndexOf(root);
			if (at >= 0) {
				return path.substring(at + root.length());
			}
		}
		return (entry >= 0) ? path.substring(1) : path;
	}

	/** Whether another location is a folder below this one. */
	boolean contains(Location other) {
		return other.plain().startsWith(plain() + "/");
	}

	/** Whether a file that was found here lies in a sub-folder. */
	boolean isAboveFolderOf(String url) {
		String folder = this.value.substring(this.value.lastIndexOf(':') + 1).replaceFirst("^(\\./)?/*", "/") + "/";
		String path = URLDecoder.decode(url.replace("+", "%2B"), StandardCharsets.UTF_8);
		int at = path.lastIndexOf(folder);
		return at >= 0 && path.indexOf('/', at + folder.length()) >= 0;
	}

	/** The two prefixes for the class path mean the same here. */
	private String plain() {
		return this.value.replaceFirst("^classpath\\*?:/?", "classpath:");
	}

	@Override
	public String toString() {
		return this.value;
	}

}
