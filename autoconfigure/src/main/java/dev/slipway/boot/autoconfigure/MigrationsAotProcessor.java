package dev.slipway.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.files.FileIndex;
import dev.slipway.engine.files.IndexedFiles;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.ResourceHints;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.aot.BeanFactoryInitializationCode;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;

/**
 * Writes down at build time which files the locations on the class path have, and sees
 * that a native image contains them. The locations are those that the build's
 * configuration names; a module that brings a {@code Migrator} bean, which is not created
 * here, registers hints of its own.
 */
final class MigrationsAotProcessor implements BeanFactoryInitializationAotProcessor {

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beans) {
		if (beans.getBeanNamesForType(MigratorFactory.class, true, false).length == 0) {
			return null;
		}
		Environment environment = beans.getBean(Environment.class);
		return new Contribution(
				IndexedFiles.of(locations(environment), new DefaultResourceLoader(beans.getBeanClassLoader())));
	}

	private static List<String> locations(Environment environment) {
		SlipwayProperties properties = Binder.get(environment).bindOrCreate("slipway", SlipwayProperties.class);
		ServiceOptions options = new ServiceOptions(properties);
		if (properties.services().isEmpty()) {
			return options.merge("", ServiceOptions.said(null)).locations();
		}
		List<String> locations = new ArrayList<>();
		properties.services()
			.forEach((name, declared) -> locations
				.addAll(options.merge(name, ServiceOptions.said(declared)).locations()));
		return locations;
	}

	/**
	 * What the build writes.
	 *
	 * @param index the files
	 */
	private record Contribution(FileIndex index) implements BeanFactoryInitializationAotContribution {

		@Override
		public void applyTo(GenerationContext context, BeanFactoryInitializationCode code) {
			context.getGeneratedFiles().addResourceFile(FileIndex.PATH, this.index.text());
			ResourceHints hints = context.getRuntimeHints().resources();
			hints.registerPattern(FileIndex.PATH);
			for (String path : this.index.paths()) {
				hints.registerPattern(path);
			}
		}

	}

}
