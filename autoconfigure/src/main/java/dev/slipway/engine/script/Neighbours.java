package dev.slipway.engine.script;

import org.jspecify.annotations.Nullable;

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
