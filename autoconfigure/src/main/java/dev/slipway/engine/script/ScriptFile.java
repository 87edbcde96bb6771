package dev.slipway.engine.script;

import dev.slipway.Layout;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;

/**
 * A file, and what is known of it without its text.
 *
 * @param path the file, as a person finds it
 * @param resource the file itself
 * @param layout the layout that its name or the configuration says; {@code null} when its
 * text is to tell
 * @param noTransaction whether its name or a file beside it says that it must not run in
 * a transaction
 * @param rules how it is read: as the files of its service are, but for what a file
 * beside it says
 * @param neighbours the files that it may include
 */
public record ScriptFile(String path, Resource resource, @Nullable Layout layout, boolean noTransaction,
		ReadingRules rules, Neighbours neighbours) {

	/** A file that may include no other. */
	public ScriptFile(String path, Resource resource, @Nullable Layout layout, boolean noTransaction,
			ReadingRules rules) {
		this(path, resource, layout, noTransaction, rules, Neighbours.NONE);
	}

	/** Its sections, before anything of it was read. */
	Sections sections() {
		return new Sections(this.layout, this.rules.layout() != null, this.path);
	}

	/**
	 * The SQL files of a service, as one of them names the others.
	 */
	public interface Neighbours {

		/** Without any. */
		Neighbours NONE = new Neighbours() {

			@Override
			public @Nullable ScriptFile fromFile(String path) {
				return null;
			}

			@Override
			public @Nullable ScriptFile fromRoot(String path) {
				return null;
			}

		};

		/**
		 * Return a file by its path from the folder of this one.
		 * @return the file, {@code null} when none is there
		 */
		@Nullable ScriptFile fromFile(String path);

		/**
		 * Return a file by its path from the root of the location in which this one lies.
		 * @return the file, {@code null} when none is there
		 */
		@Nullable ScriptFile fromRoot(String path);

	}

}
