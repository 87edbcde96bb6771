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
public final class Target {

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
		return require(target, Stream.of(set.baselines(), set.versioned()).flatMap(List::stream).toList(), set);
	}

	/**
	 * Return a version that one of some files has.
	 * @param target the version
	 * @param files the files
	 * @param set all files of the service
	 * @throws IllegalArgumentException if it is no version
	 * @throws UnknownVersionException if none has it
	 */
	public static Version require(String target, List<Migration> files, MigrationSet set) {
		Version version = Version.of(target);
		List<Version> known = files.stream().map(Migration::requireVersion).toList();
		if (!known.contains(version)) {
			throw new UnknownVersionException(set.service(), target, nearest(known, version, set));
		}
		return version;
	}

	/**
	 * Return the versions next to one: at most one below and one above it, oldest first.
	 * @param known the versions to choose from
	 * @param version the version
	 * @param set the files, which have an order
	 */
	public static List<String> nearest(List<Version> known, Version version, MigrationSet set) {
		List<String> nearest = new ArrayList<>();
		for (Version each : known.stream().distinct().sorted(set.order()).toList()) {
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
