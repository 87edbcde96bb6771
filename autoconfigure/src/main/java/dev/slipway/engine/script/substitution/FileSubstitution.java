package dev.slipway.engine.script.substitution;

import java.util.Optional;

import dev.slipway.Layout;
import dev.slipway.engine.script.HeaderLines;
import dev.slipway.engine.script.Marker.Meaning;
import dev.slipway.engine.script.ScriptFile;

/**
 * Tells what is replaced in a file, by its configuration, its layout and its first lines.
 */
public final class FileSubstitution {

	private FileSubstitution() {
	}

	/**
	 * Return what is replaced in a file.
	 * @param file the file
	 * @param head the first part of its text, with all that stands before the first SQL
	 * @return the substitution, empty for a file that is read as it is
	 */
	public static Optional<Substitution> of(ScriptFile file, String head) {
		HeaderLines header = new HeaderLines(file.layout(), head);
		boolean replaces = file.rules().placeholderReplacement();
		if (header.says(Meaning.PLACEHOLDERS) || header.says(Meaning.NO_PLACEHOLDERS)) {
			replaces = header.says(Meaning.PLACEHOLDERS);
		}
		PlaceholderSubstitution placeholders = replaces ? new PlaceholderSubstitution(file.rules().placeholders())
				: null;
		// Whether one of goose is ever told to replace anything may stand at its end.
		boolean ofGoose = file.layout() == Layout.GOOSE || (file.layout() == null && header.isOf(Layout.GOOSE));
		return Optional.ofNullable(ofGoose ? new EnvironmentSubstitution(System::getenv, placeholders) : placeholders);
	}

}
