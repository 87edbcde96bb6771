package dev.slipway.boot.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

import dev.slipway.engine.files.FileIndex;
import dev.slipway.testing.Scripts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image needs is known when the application is built, without a database.
 */
class MigrationsAotProcessorTests {

	private final Path root;

	MigrationsAotProcessorTests(@TempDir Path root) {
		this.root = root;
		new Scripts(root.resolve("db/migration")).write("a/001_a.sql", "select 1")
			.write("b/001_b.sql", "select 1")
			.write("c/001_c.sql", "select 1");
	}

	@Test
	void filesOfAllServicesAndTheIndexAreHints() throws IOException {
		process((generated) -> {
			assertHint(generated, "db/migration/a/001_a.sql");
			assertHint(generated, "db/migration/b/001_b.sql");
			assertHint(generated, FileIndex.PATH);
			assertThat(RuntimeHintsPredicates.resource().forResource("db/migration/c/001_c.sql"))
				.rejects(generated.hints());
			assertThat(generated.text(Kind.RESOURCE, FileIndex.PATH)).contains(" db/migration/a/001_a.sql\n",
					" db/migration/b/001_b.sql\n");
			assertThat(generated.text(Kind.RESOURCE, FileIndex.PATH).lines()).as("what is known of each service")
				.filteredOn((line) -> line.startsWith("set "))
				.hasSize(2);
		}, "slipway.services.a.data-source=dataSource", "slipway.services.b.schema=b");
	}

	@Test
	void beansThatNeedTheSchemaDependOnItInWhatIsGenerated() throws IOException {
		process((generated) -> {
			String sources = generated.sources();
			assertThat(sources).contains(".setDependsOn(\"slipwayMigrations\"")
				.contains("new MigrationInitializer(", "registerBeanDefinition(\"slipwayMigrations\"");
		}, "slipway.services.a.data-source=dataSource");
	}

	@Test
	void whereNothingIsMigratedNothingIsWritten() throws IOException {
		process((generated) -> assertThat(generated.files().getGeneratedFiles(Kind.RESOURCE))
			.doesNotContainKey(FileIndex.PATH), "slipway.enabled=false");
	}

	private static void assertHint(Generated generated, String path) {
		assertThat(RuntimeHintsPredicates.resource().forResource(path)).accepts(generated.hints());
	}

	private void process(Consumer<Generated> test, String... properties) throws IOException {
		try (URLClassLoader loader = new URLClassLoader(new URL[] { this.root.toUri().toURL() },
				getClass().getClassLoader());
				AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.setClassLoader(loader);
			TestPropertyValues.of(properties)
				.and("spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none")
				.applyTo(context);
			context.register(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
					SlipwayAutoConfiguration.class);
			InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
			DefaultGenerationContext generation = new DefaultGenerationContext(
					new ClassNameGenerator(ClassName.get("dev.slipway", "Generated")), files);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			generation.writeGeneratedContent();
			test.accept(new Generated(files, generation.getRuntimeHints()));
		}
	}

	/**
	 * What was generated.
	 *
	 * @param files its files
	 * @param hints its hints
	 */
	private record Generated(InMemoryGeneratedFiles files, RuntimeHints hints) {

		String text(Kind kind, String path) {
			try {
				return new String(
						Objects.requireNonNull(this.files.getGeneratedFile(kind, path)).getInputStream().readAllBytes(),
						StandardCharsets.UTF_8);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		String sources() {
			StringBuilder all = new StringBuilder();
			this.files.getGeneratedFiles(Kind.SOURCE).keySet().forEach((path) -> all.append(text(Kind.SOURCE, path)));
			return all.toString();
		}

	}

}
