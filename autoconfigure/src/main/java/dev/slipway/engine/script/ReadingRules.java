package dev.slipway.engine.script;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How the files of a service are read.
 *
 * @param layout the one layout that its files have; {@code null} to recognise it file by
 * file
 * @param duplicatesByName whether several files may have one version and are told apart
 * by their names
 * @param placeholderReplacement whether <code>${name}</code> is replaced
 * @param placeholders the values, by name
 */
public record ReadingRules(@Nullable Layout layout, boolean duplicatesByName, boolean placeholderReplacement,
		Map<String, String> placeholders) {

	/** Files as they are. */
	public static final ReadingRules DEFAULT = new ReadingRules(null, false, false, Map.of());

	/**
	 * Create rules.
	 */
	public ReadingRules {
		placeholders = Map.copyOf(placeholders);
	}

	/** Values may be secrets. */
	@Override
	public String toString() {
		return "ReadingRules[layout=" + this.layout + ", duplicatesByName=" + this.duplicatesByName
				+ ", placeholderReplacement=" + this.placeholderReplacement + ", placeholders="
				+ this.placeholders.keySet() + "]";
	}

}
