package dev.slipway.testing;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * What a native image is told by Slipway, whatever the application is.
 */
public final class Hints {

	private Hints() {
	}

	/**
	 * Return the hints of all registrars that are ours.
	 */
	public static RuntimeHints registered() {
		RuntimeHints hints = new RuntimeHints();
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter((registrar) -> registrar.getClass().getName().startsWith("dev.slipway."))
			.forEach((registrar) -> registrar.registerHints(hints, Hints.class.getClassLoader()));
		return hints;
	}

}
