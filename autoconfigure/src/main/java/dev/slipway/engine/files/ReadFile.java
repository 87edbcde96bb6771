package dev.slipway.engine.files;

import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.Layout;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.script.Script;

/**
 * A file that was read.
 *
 * @param name what its name says
 * @param script its text
 */
record ReadFile(MigrationName name, Script script) {

	/** The layout that its name tells, or its text, which is read for that. */
	Layout layout() {
		Layout told = Layouts.told(this.name.shape());
		return (told != null) ? told : this.script.layout();
	}

	/**
	 * Return why it cannot be used.
	 * @param problem what is wrong and what to do, without the path and the last period
	 */
	FileProblem unsupported(String problem) {
		return new FileProblem(Kind.UNSUPPORTED, this.script.path() + " " + problem + ".");
	}

}
