package dev.slipway.engine.script;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.slipway.Layout;
import org.jspecify.annotations.Nullable;

/**
 * How the files of a service are read. Immutable; every method that changes something
 * returns a new instance.
 *
 * @param layout the one layout that its files have; {@code null} to recognise it file by
 * file
 * @param duplicatesByName whether several files may have one version and are told apart
 * by their names
 * @param mixedLayouts whether files with plain names may stand among those of a tool
 * whose names tell it
 * @param exclude patterns of the files that are left out
 * @param placeholderReplacement whether <code>${name}</code> is replaced in files that do
 * not say; {@code null} as the tool of their layout does
 * @param placeholders the values by name; case does not matter in a name
 * @param ofFlyway the values that Flyway defines; {@code null} for none
 */
public record ReadingRules(@Nullable Layout layout, boolean duplicatesByName, boolean mixedLayouts,
		List<String> exclude, @Nullable Boolean placeholderReplacement, Map<String, String> placeholders,
		@Nullable FlywayValues ofFlyway) {

	/** Files as they are. */
	public static final ReadingRules DEFAULT = new ReadingRules(null, false, false, List.of(), null, Map.of(), null);

	/** A value of that many characters is no secret, and every text has some of these. */
	static final int LONGEST_SHOWN = 2;

	/**
	 * Create rules.
	 * @throws IllegalArgumentException if two names of placeholders differ in case only
	 */
	public ReadingRules {
		exclude = List.copyOf(exclude);
		placeholders = Map.copyOf(placeholders);
		Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		for (String name : placeholders.keySet()) {
			if (!names.add(name)) {
				throw new IllegalArgumentException("placeholder '" + name + "' has two values");
			}
		}
	}

	/**
	 * Change the layout.
	 * @param layout the one layout of all files; {@code null} to recognise it file by
	 * file
	 * @return the changed rules
	 */
	public ReadingRules withLayout(@Nullable Layout layout) {
		return new ReadingRules(layout, this.duplicatesByName, this.mixedLayouts, this.exclude,
				this.placeholderReplacement, this.placeholders, this.ofFlyway);
	}

	/**
	 * Change whether names tell files of one version apart.
	 * @param byName whether they do
	 * @return the changed rules
	 */
	public ReadingRules withDuplicatesByName(boolean byName) {
		return new ReadingRules(this.layout, byName, this.mixedLayouts, this.exclude, this.placeholderReplacement,
				this.placeholders, this.ofFlyway);
	}

	/**
	 * Change whether files with plain names may stand among those of a tool whose names
	 * tell it.
	 * @param mixed whether they may
	 * @return the changed rules
	 */
	public ReadingRules withMixedLayouts(boolean mixed) {
		return new ReadingRules(this.layout, this.duplicatesByName, mixed, this.exclude, this.placeholderReplacement,
				this.placeholders, this.ofFlyway);
	}

	/**
	 * Change which files are left out.
	 * @param exclude patterns of names, or of the ends of paths, with {@code *},
	 * {@code **} and {@code ?}
	 * @return the changed rules
	 */
	public ReadingRules withExclude(List<String> exclude) {
		return new ReadingRules(this.layout, this.duplicatesByName, this.mixedLayouts, exclude,
				this.placeholderReplacement, this.placeholders, this.ofFlyway);
	}

	/**
	 * Change whether placeholders are replaced in files that do not say.
	 * @param replacement whether they are; {@code null} as the tool of their layout does
	 * @return the changed rules
	 */
	public ReadingRules withPlaceholderReplacement(@Nullable Boolean replacement) {
		return new ReadingRules(this.layout, this.duplicatesByName, this.mixedLayouts, this.exclude, replacement,
				this.placeholders, this.ofFlyway);
	}

	/**
	 * Change the values of placeholders.
	 * @param placeholders the values by name
	 * @return the changed rules
	 */
	public ReadingRules withPlaceholders(Map<String, String> placeholders) {
		return new ReadingRules(this.layout, this.duplicatesByName, this.mixedLayouts, this.exclude,
				this.placeholderReplacement, placeholders, this.ofFlyway);
	}

	/**
	 * Change the values that Flyway defines.
	 * @param ofFlyway the values
	 * @return the changed rules
	 */
	public ReadingRules withValuesOfFlyway(FlywayValues ofFlyway) {
		return new ReadingRules(this.layout, this.duplicatesByName, this.mixedLayouts, this.exclude,
				this.placeholderReplacement, this.placeholders, ofFlyway);
	}

	/**
	 * Return what is shown in the place of values, longer ones first.
	 */
	Map<String, String> names() {
		Map<String, String> names = new TreeMap<>(
				Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));
		this.placeholders.forEach((name, value) -> {
			if (value.length() > LONGEST_SHOWN) {
				names.put(value, "${" + name + "}");
			}
		});
		return names;
	}

	/** Values may be secrets. */
	@Override
	public String toString() {
		return "ReadingRules[layout=" + this.layout + ", duplicatesByName=" + this.duplicatesByName + ", mixedLayouts="
				+ this.mixedLayouts + ", exclude=" + this.exclude + ", placeholderReplacement="
				+ this.placeholderReplacement + ", placeholders=" + this.placeholders.keySet() + "]";
	}

}
