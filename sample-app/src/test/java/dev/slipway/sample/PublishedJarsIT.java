package dev.slipway.sample;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each published jar must contain besides its classes.
 */
class PublishedJarsIT {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	@ParameterizedTest
	@CsvSource({ "autoconfigure, dev.slipway", "starter, dev.slipway.starter" })
	void jarHasItsLicenseAndANameAsAModule(String folder, String module) throws IOException {
		Path path = jar(folder);
		try (JarFile jar = new JarFile(path.toFile())) {
			for (String file : List.of("LICENSE", "NOTICE")) {
				assertThat(text(jar, "META-INF/" + file)).isEqualTo(Files.readString(ROOT.resolve(file)));
			}
		}
		assertThat(ModuleFinder.of(path).findAll()).singleElement().satisfies((found) -> {
			ModuleDescriptor descriptor = found.descriptor();
			assertThat(descriptor.isAutomatic()).isTrue();
			assertThat(descriptor.name()).isEqualTo(module);
			assertThat(descriptor.packages()).allMatch((name) -> (name + ".").startsWith("dev.slipway."));
		});
	}

	private static String text(JarFile jar, String entry) throws IOException {
		return new String(jar.getInputStream(jar.getJarEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
	}

	/** Return the main jar, not that of the tests or of the sources. */
	private static Path jar(String folder) throws IOException {
		try (Stream<Path> files = Files.list(ROOT.resolve(folder).resolve("target"))) {
			return files.filter((file) -> file.getFileName().toString().matches("slipway-.*\\.jar"))
				.filter((file) -> !file.getFileName().toString().matches(".*-(tests|sources|javadoc)\\.jar"))
				.reduce((one, other) -> {
					throw new IllegalStateException("both " + one + " and " + other);
				})
				.orElseThrow();
		}
	}

}
