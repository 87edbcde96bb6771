package dev.slipway.engine.files;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.springframework.util.AntPathMatcher;

/**
 * A folder of migrations, as a Spring resource location.
 *
 * @param value the location with its prefix and without a slash at its end
 */
record Location(String value) {

	private static final String[] ROOTS = { "/BOOT-INF/classes/", "/WEB-INF/classes/", "/target/classes/",
			"/target/test-classes/", "/build/resources/main/", "/build/resources/test/" };

	private static final String EVERYTHING = "**/*";

	private static final AntPathMatcher PATHS = new AntPathMatcher();

	private static final Pattern HIDDEN = Pattern.compile("(?:^|/)\\.");

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
	 * The part before the first wildcard. Of a folder that several roots of the class
	 * path have (main and test resources, say), Spring's {@code classpath:} finds the
	 * first: the files in the others would be skipped silently. So it is searched in all
	 * of them, as {@code classpath*:} is.
	 */
	String root() {
		String all = everything();
		return all.substring(0, rootEnd(all));
	}

	/** What is wanted below the root: everything in the folder; the caller picks. */
	String pattern() {
		String all = everything();
		return all.substring(rootEnd(all));
	}

	boolean hasWildcard() {
		return !pattern().equals(EVERYTHING);
	}

	private String everything() {
		boolean first = this.value.startsWith("classpath:");
		return (first ? "classpath*:" + this.value.substring("classpath:".length()) : this.value) + "/" + EVERYTHING;
	}

	private static int rootEnd(String all) {
		int prefix = all.indexOf(':') + 1;
		int end = all.length();
		while (end > prefix && isPattern(all.substring(prefix, end))) {
			end = all.lastIndexOf('/', end - 2) + 1;
		}
		return Math.max(prefix, end);
	}

	/** Whether a text has a character that is a wildcard in a location. */
	static boolean isPattern(String text) {
		return PATHS.isPattern(text);
	}

	/**
	 * Whether a file is wanted.
	 * @param relative its path below the root
	 */
	boolean holds(String relative) {
		return !isHidden(relative) && (!hasWildcard() || PATHS.match(pattern(), relative));
	}

	/**
	 * Whether something is wanted that may lie at a path or below it.
	 * @param relative a path below the root
	 */
	boolean mayHold(String relative) {
		return !isHidden(relative) && (!hasWildcard() || PATHS.matchStart(pattern(), relative));
	}

	/**
	 * Hidden files and folders are not migrations: editors and archives leave them
	 * behind, and Kubernetes keeps the versions of a mounted ConfigMap in some, to which
	 * the visible files are links. A location that names a hidden folder wants it.
	 */
	private boolean isHidden(String relative) {
		return HIDDEN.matcher(relative).find() && !HIDDEN.matcher(pattern()).find();
	}

	/**
	 * Shorten a resource's URL to what a person looks for: the path within the jar or
	 * below the root of the class path where there is one, the path of the file
	 * elsewhere.
	 */
	static String display(String url) {
		int entry = url.startsWith("jar:") ? url.lastIndexOf("!/") : -1;
		String encoded = (entry >= 0) ? url.substring(entry + 1) : url.substring(url.indexOf(':') + 1);
		String path = decode(encoded);
		for (String root : ROOTS) {
			int at = path.lastIndexOf(root);
			if (at >= 0) {
				return path.substring(at + root.length());
			}
		}
		return (entry >= 0) ? path.substring(1) : path;
	}

	/** Spring leaves percent signs in the names of an archive's entries as they are. */
	private static String decode(String url) {
		try {
			return URLDecoder.decode(url.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return url;
		}
	}

	/** Whether another location is a folder below this one. */
	boolean contains(Location other) {
		return other.plain().startsWith(plain() + "/");
	}

	/** Whether something that was found here lies in a sub-folder. */
	boolean isAboveFolderOf(String url) {
		String folder = this.value.substring(this.value.lastIndexOf(':') + 1).replaceFirst("^(\\./)?/*", "/") + "/";
		String path = decode(url);
		int at = path.lastIndexOf(folder);
		int slash = path.indexOf('/', Math.max(0, at) + folder.length());
		return at >= 0 && slash >= 0 && slash < path.length() - 1;
	}

	/**
	 * The path of something below this location; empty when it is not below it in a way
	 * that can be told from its URL.
	 */
	String below(String url) {
		String folder = this.value.substring(this.value.lastIndexOf(':') + 1).replaceFirst("^(\\./)?/*", "/") + "/";
		String path = decode(url);
		int at = path.lastIndexOf(folder);
		return (at >= 0) ? path.substring(at + folder.length()) : "";
	}

	/** Whether a pattern of names, or of the ends of paths, has this path. */
	static boolean matches(String pattern, String path) {
		String relative = path.startsWith("/") ? path.substring(1) : path;
		return PATHS.match("**/" + pattern, relative);
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
