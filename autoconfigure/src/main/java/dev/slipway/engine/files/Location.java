package dev.slipway.engine.files;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A folder of migrations: on the class path, in the file system, or wherever Spring finds
 * resources. {@code *}, {@code ?} and {@code **} are wildcards; every other character
 * stands for itself.
 */
final class Location {

	private static final String[] ROOTS = { "/BOOT-INF/classes/", "/WEB-INF/classes/", "/target/classes/",
			"/target/test-classes/", "/build/resources/main/", "/build/resources/test/" };

	private static final String FILE = "file:";

	private static final String[] NONE = {};

	private final String value;

	private final String prefix;

	/** The part before the first segment with a wildcard. */
	private final String root;

	/** The segments of the rest. */
	private final String[] wildcards;

	/** Whether hidden files and folders count. */
	private final boolean hidden;

	private Location(String value, String prefix, String root, String[] wildcards, boolean hidden) {
		this.value = value;
		this.prefix = prefix;
		this.root = root;
		this.wildcards = wildcards;
		this.hidden = hidden;
	}

	/**
	 * Read a location. Without a prefix the class path is meant, whatever the application
	 * context is. Of a folder that several roots of the class path have (main and test
	 * resources, say), Spring's {@code classpath:} means the first: the files in the
	 * others would be skipped silently. So it means all of them, as {@code classpath*:}
	 * does. {@code filesystem:} is Flyway's word for {@code file:}.
	 */
	static Location of(String location) {
		String given = prefix(location);
		String prefix = switch (given) {
			case "", "classpath*:" -> "classpath:";
			case "filesystem:" -> FILE;
			default -> given;
		};
		String path = location.substring(given.length());
		String shown = (given.isEmpty() ? prefix : given) + withoutSlashes(path, 1);
		String clean = prefix.equals(FILE) || prefix.equals("classpath:") ? clean(path) : withoutSlashes(path, 0);
		int end = rootEnd(clean);
		String rest = clean.substring(end);
		return new Location(shown, prefix, withoutSlashes(clean.substring(0, end), 1),
				rest.isEmpty() ? NONE : rest.split("/"), false);
	}

	/** The beginning that says where a location is; empty where there is none. */
	private static String prefix(String location) {
		int at = 0;
		while (at < location.length() && isOfPrefix(location.charAt(at), at)) {
			at++;
		}
		int colon = (at > 0 && location.startsWith("*", at)) ? at + 1 : at;
		return (at > 0 && location.startsWith(":", colon)) ? location.substring(0, colon + 1) : "";
	}

	private static boolean isOfPrefix(char c, int at) {
		boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
		return letter || (at > 0 && ((c >= '0' && c <= '9') || c == '+' || c == '.' || c == '-'));
	}

	/**
	 * Return a path without the slashes at its end.
	 * @param least how many characters remain in any case
	 */
	static String withoutSlashes(String path, int least) {
		int end = path.length();
		while (end > least && path.charAt(end - 1) == '/') {
			end--;
		}
		return path.substring(0, end);
	}

	/** Without empty segments and those that mean the same folder or the one above. */
	private static String clean(String path) {
		Deque<String> segments = new ArrayDeque<>();
		for (String segment : path.split("/")) {
			if (segment.equals("..") && !segments.isEmpty() && !segments.getLast().equals("..")) {
				segments.removeLast();
			}
			else if (!segment.isEmpty() && !segment.equals(".")) {
				segments.addLast(segment);
			}
		}
		return (path.startsWith("/") ? "/" : "") + String.join("/", segments);
	}

	private static int rootEnd(String path) {
		int end = path.length();
		while (end > 0 && isPattern(path.substring(0, end))) {
			end = path.lastIndexOf('/', end - 2) + 1;
		}
		return end;
	}

	/** Whether a text has a character that is a wildcard in a location. */
	static boolean isPattern(String text) {
		return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
	}

	/** The same with what is hidden. */
	Location withHidden() {
		return new Location(this.value, this.prefix, this.root, this.wildcards, true);
	}

	boolean isOnClassPath() {
		return this.prefix.equals("classpath:");
	}

	boolean isFile() {
		return this.prefix.equals(FILE);
	}

	boolean hasWildcard() {
		return this.wildcards.length > 0;
	}

	/** The root with its prefix, as Spring writes it. */
	String root() {
		return this.prefix + this.root + "/";
	}

	/** The root below a root of the class path. */
	String rootPath() {
		return this.root.startsWith("/") ? this.root.substring(1) : this.root;
	}

	/** Whether the root is not below a root of the class path. */
	boolean isOutside() {
		return rootPath().equals("..") || rootPath().startsWith("../");
	}

	/** How many segments a path has. */
	static int depth(String path) {
		return path.isEmpty() ? 0 : path.split("/").length;
	}

	/**
	 * The root in the file system. The path is taken as it is; where that is not there,
	 * it may be that of a URL.
	 */
	Path folder() {
		Path folder = below(Path.of(""), this.root).toAbsolutePath();
		if (this.root.indexOf('%') >= 0 && !Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
			Path decoded = below(Path.of(""), decode(this.root)).toAbsolutePath();
			return Files.exists(decoded, LinkOption.NOFOLLOW_LINKS) ? decoded : folder;
		}
		return folder;
	}

	/** The root below a root of the class path. */
	Path below(Path folder) {
		return below(folder, rootPath());
	}

	private static Path below(Path folder, String path) {
		try {
			return folder.resolve(path);
		}
		catch (InvalidPathException ex) {
			String base = path.startsWith("/") ? "" : folder.toAbsolutePath().toUri().getRawPath() + "/";
			return path((FILE + base + encode(path)).replaceAll("/+", "/"));
		}
	}

	/**
	 * The path of a URL, which need not be a valid URI. With three slashes it may have
	 * characters that the locale has not.
	 */
	static Path path(String url) {
		try {
			return Path.of(URI.create(url.replaceFirst("^file:/(?!/)", "file:///")));
		}
		catch (IllegalArgumentException ex) {
			return Path.of(url.substring(FILE.length()));
		}
	}

	/** A path as a part of a URL, whatever characters it has. */
	static String encode(String path) {
		if (isPlain(path)) {
			return path;
		}
		StringJoiner encoded = new StringJoiner("/");
		for (String segment : path.split("/", -1)) {
			encoded.add(URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20"));
		}
		return encoded.toString();
	}

	/** Whether a path is a part of a URL as it is. */
	static boolean isPlain(String path) {
		for (int i = 0; i < path.length(); i++) {
			char c = path.charAt(i);
			if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && c != '_' && c != '-' && c != '.'
					&& c != '/') {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether a file is wanted.
	 * @param relative its path below the root
	 */
	boolean holds(String relative) {
		String[] segments = relative.split("/");
		return matches(0, segments, 0, segments.length - 1, false) && isShown(segments[segments.length - 1]);
	}

	/**
	 * Whether something is wanted that may lie at a path or below it.
	 * @param relative a path below the root
	 */
	boolean mayHold(String relative) {
		String[] segments = relative.isEmpty() ? NONE : relative.split("/");
		return matches(0, segments, 0, segments.length, true);
	}

	/** Whether something that was found lies in a sub-folder. */
	boolean isInSubFolder(String relative) {
		return !hasWildcard() && relative.indexOf('/') >= 0 && !relative.startsWith("../");
	}

	/**
	 * Whether folders lead from the root into a folder that is meant, or below it. Hidden
	 * files and folders are not migrations: editors and archives leave them behind, and
	 * Kubernetes keeps the versions of a mounted ConfigMap in some, to which the visible
	 * files are links. A location that names a hidden folder wants it.
	 * @param begun whether they may end above it
	 */
	private boolean matches(int wildcard, String[] folders, int at, int end, boolean begun) {
		if (wildcard == this.wildcards.length) {
			return areShown(folders, at, end);
		}
		String pattern = this.wildcards[wildcard];
		if (pattern.equals("**") && matches(wildcard + 1, folders, at, end, begun)) {
			return true;
		}
		if (at == end) {
			return begun;
		}
		if (pattern.equals("**")) {
			return isShown(folders[at]) && matches(wildcard, folders, at + 1, end, begun);
		}
		return (isShown(folders[at]) || pattern.startsWith(".")) && expression(pattern).matcher(folders[at]).matches()
				&& matches(wildcard + 1, folders, at + 1, end, begun);
	}

	private boolean areShown(String[] folders, int from, int to) {
		for (int i = from; i < to; i++) {
			if (!isShown(folders[i])) {
				return false;
			}
		}
		return true;
	}

	private boolean isShown(String name) {
		return this.hidden || !name.startsWith(".");
	}

	private static Pattern expression(String pattern) {
		return Pattern.compile(pattern.codePoints().mapToObj((c) -> switch (c) {
			case '*' -> ".*";
			case '?' -> ".";
			default -> Pattern.quote(Character.toString(c));
		}).collect(Collectors.joining()), Pattern.DOTALL);
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

	/** What is no valid URL is taken as it is. */
	static String decode(String url) {
		if (url.indexOf('%') < 0) {
			return url;
		}
		try {
			return URLDecoder.decode(url.replace("+", "%2B"), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			return url;
		}
	}

	/** Whether another location is a folder below this one. */
	boolean contains(Location other) {
		return other.plain().startsWith(withoutSlashes(plain(), 0) + "/");
	}

	/** One text for all ways to write a location. */
	private String plain() {
		String path = isFile() ? folder().normalize().toString() : rootPath();
		String rest = hasWildcard() ? "/" + String.join("/", this.wildcards) : "";
		return this.prefix + (isFile() ? path : "/" + path) + rest;
	}

	@Override
	public String toString() {
		return this.value;
	}

}
