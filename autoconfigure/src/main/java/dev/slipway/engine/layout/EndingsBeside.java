package dev.slipway.engine.layout;

import java.util.List;

/**
 * The ends of the names of files that are no scripts, and say something of the scripts
 * beside them, in any layout. Known without the layouts, so that a start that needs no
 * layout loads none.
 */
public final class EndingsBeside {

	/** All of them, in small letters. */
	public static final List<String> ALL = List.of(".py", ".cs", ".csv", VersionFolders.SEQUENCE, SqitchPlan.FILE);

	private EndingsBeside() {
	}

	/**
	 * Return whether a file is such a one.
	 * @param path its name, or a path
	 */
	public static boolean has(String path) {
		for (int i = 0; i < ALL.size(); i++) {
			if (path.endsWith(ALL.get(i))) {
				return true;
			}
		}
		return false;
	}

}
