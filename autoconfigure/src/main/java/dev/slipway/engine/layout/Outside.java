package dev.slipway.engine.layout;

import dev.slipway.engine.text.Expression;

/**
 * Files that a tool has beside its migrations, and does not run with them.
 *
 * @param migrations the folder with the migrations, with a slash at its end; empty where
 * it is the folder that the other files are in
 * @param files the paths of the files, from the folder that the other one is in
 */
public record Outside(String migrations, Expression files) {

	static Outside of(String migrations, String files) {
		return new Outside(migrations, new Expression("(?:^|/)(?:" + files + ")$"));
	}

	/** Return whether a file may be one, whatever is beside it. */
	public boolean mayHave(String path) {
		return this.files.matcher(path).find();
	}

	/**
	 * Return whether a file is one.
	 * @param folder a folder of migrations, with a slash at its end
	 */
	public boolean has(String path, String folder) {
		String root = folder.substring(0, Math.max(0, folder.length() - this.migrations.length()));
		return folder.endsWith(this.migrations) && path.startsWith(root)
				&& this.files.matcher(path.substring(root.length())).lookingAt();
	}

}
