package dev.slipway.boot.diagnostics;

import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to do about several problems: each remedy once, however many problems have it.
 */
final class Remedies {

	private Remedies() {
	}

	static <K extends Enum<K>> String of(Stream<K> kinds, Function<K, String> remedy) {
		return kinds.distinct().sorted().map(remedy).collect(Collectors.joining("\n\n"));
	}

}
