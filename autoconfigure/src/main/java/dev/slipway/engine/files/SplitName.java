package dev.slipway.engine.files;

import java.util.regex.Matcher;

import dev.slipway.Layout;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.NameShape;
import dev.slipway.engine.layout.Role;
import dev.slipway.engine.layout.Trait;
import dev.slipway.engine.script.Script;
import org.jspecify.annotations.Nullable;

/**
 * A file name, taken apart so that another version and another name can take their
 * places.
 *
 * @param before what stands before the version, with the folders
 * @param version the version as it is written
 * @param between what stands between it and the name
 * @param name the name; {@code null} where such file names have none
 * @param after what stands behind
 */
record SplitName(String before, String version, String between, @Nullable String name, String after) {

	/**
	 * Take a name apart.
	 * @param path the path of the file, below the source folder
	 * @param layout the layout of the file
	 * @param role what the file is for
	 * @return the parts; {@code null} when the layout has no such name with a version
	 */
	static @Nullable SplitName of(String path, Layout layout, Role role) {
		for (NameShape shape : Layouts.shapes(layout)) {
			int segments = Layouts.has(layout, Trait.VERSION_FOLDERS) ? Location.depth(path) : shape.inFolder() ? 2 : 1;
			String name = NameShape.last(path, segments);
			Matcher matcher = shape.matcher(name);
			if (shape.role() == role && matcher.matches() && shape.group(matcher, "version") != null) {
				return of(NameShape.folder(path, segments), name, shape, matcher);
			}
		}
		return null;
	}

	/**
	 * Return the layout of a script, which its name tells, or its text.
	 * @param path the path of its file
	 */
	static Layout layout(String path, Script script) {
		for (NameShape shape : Layouts.shapes(null)) {
			if (shape.matcher(NameShape.last(path, shape.inFolder() ? 2 : 1)).matches()) {
				Layout told = Layouts.told(shape);
				return (told != null) ? told : script.layout();
			}
		}
		return script.layout();
	}

	private static SplitName of(String folder, String name, NameShape shape, Matcher matcher) {
		int begin = matcher.start("version");
		int end = matcher.end("version");
		String before = folder + name.substring(0, begin);
		String version = name.substring(begin, end);
		if (shape.group(matcher, "name") == null) {
			int rest = shape.inFolder() ? name.indexOf('/', end) : name.indexOf('.', end);
			return new SplitName(before, version, name.substring(end, rest), null, name.substring(rest));
		}
		return new SplitName(before, version, name.substring(end, matcher.start("name")),
				name.substring(matcher.start("name"), matcher.end("name")), name.substring(matcher.end("name")));
	}

	/**
	 * Return the path with another version and another name.
	 * @param name the name; {@code null} for none
	 */
	String with(String version, @Nullable String name) {
		if (name == null) {
			return this.before + version + this.after;
		}
		return this.before + version + (this.between.isEmpty() ? "_" : this.between) + name + this.after;
	}

}
