package dev.slipway.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.slipway.MigratorOptions;
import dev.slipway.UnknownVersionException;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * The version that a run stops at.
 */
final class Target {

	private Target() {
	}

	/**
	 * Return the version that the options name.
	 * @param options the service's options
	 * @param set the files
	 * @return the version; {@code null} for the newest
	 * @throws UnknownVersionException if no file has it
	 */
	static @Nullable Version of(MigratorOptions options, MigrationSet set) {
		String target = options.target();
		if (target == null) {
			return null;
		}
		Version version = Version.of(target);
		List<Version> known = Stream.of(set.baselines(), set.versioned())
			.flatMap(List::stream)
			.map(Migration::requireVersion)
			.distinct()
			.sorted(set.order())
			.toList();
		if (!known.contains(version)) {
			throw new UnknownVersionException(options.service(), target, nearest(known, version, set));
		}
		return version;
	}

	private static List<String> nearest(List<Version> known, Version version, MigrationSet set) {
		List<String> nearest = new ArrayList<>();
		for (Version each : known) {
			if (set.order().compare(each, version) < 0) {
				nearest.clear();
				nearest.add(each.canonical());
			}
			else {
				nearest.add(each.canonical());
				break;
			}
		}
		return nearest;
	}

}
