package dev.slipway.engine.history;

import java.util.List;
import java.util.Optional;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.MigratorOptions;
import dev.slipway.engine.files.FileIndex;
import dev.slipway.engine.files.KnownSet;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationReader;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.script.ReadingRules;

import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Makes what a build writes down of all files of a service, so that a start need not read
 * them to see that nothing is pending.
 */
public final class KnownSets {

	private KnownSets() {
	}

	/**
	 * Read the files of a service.
	 * @param index has all files of its locations
	 * @param options say where its files are, and how they are read
	 * @param others the locations of other services
	 * @param resources finds them
	 * @return what is known of them; empty where a start has more to tell of them, or to
	 * ask, than whether they are applied
	 */
	public static Optional<KnownSet> of(FileIndex index, MigratorOptions options, List<String> others,
			ResourceLoader resources) {
		if (!index.knowsTexts(options.locations())) {
			return Optional.empty();
		}
		ReadingRules rules = rules(options);
		MigrationSet set;
		try {
			set = MigrationReader.read(options.service(), options.locations(), others,
					new PathMatchingResourcePatternResolver(resources), rules);
		}
		catch (InvalidMigrationsException ex) {
			// A start says what is wrong with them.
			return Optional.empty();
		}
		HistoryDigest digest = isQuiet(set) ? HistoryDigest.of(set) : null;
		if (digest == null) {
			return Optional.empty();
		}
		return Optional.of(new KnownSet(KnownSet.fingerprint(options.service(), options.locations(), others, rules),
				digest.rows(), digest.sha256(), set.newestVersioned()));
	}

	/** The values of placeholders do not count: a file with one has no known text. */
	private static ReadingRules rules(MigratorOptions options) {
		return ReadingRules.DEFAULT.withLayout(options.layout())
			.withDuplicatesByName(options.duplicateVersionsByName())
			.withMixedLayouts(options.mixedLayouts())
			.withExclude(options.exclude())
			.withPlaceholderReplacement(options.placeholderReplacement());
	}

	/**
	 * Whether nothing is to be said of the files, nothing of them runs where nothing is
	 * pending, and no variable of a process changes what a repeatable is.
	 */
	private static boolean isQuiet(MigrationSet set) {
		for (Migration repeatable : set.repeatables()) {
			if (repeatable.script().head().contains("+goose")) {
				return false;
			}
		}
		return set.warnings().isEmpty() && set.callbacks().isEmpty() && set.programs().isEmpty();
	}

}
