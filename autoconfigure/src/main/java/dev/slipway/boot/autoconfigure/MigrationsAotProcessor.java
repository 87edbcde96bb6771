package dev.slipway.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.MigratorOptions;
import dev.slipway.engine.files.FileIndex;
import dev.slipway.engine.files.IndexedFiles;
import dev.slipway.engine.files.KnownSet;
import dev.slipway.engine.history.KnownSets;
import dev.slipway.engine.run.MigrationFiles;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.ResourceHints;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.aot.BeanFactoryInitializationCode;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.ResourceLoader;

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
		List<MigratorOptions> services = ServiceOptions.all(beans.getBean(Environment.class));
		ResourceLoader resources = new DefaultResourceLoader(beans.getBeanClassLoader());
		List<String> locations = services.stream().flatMap((service) -> service.locations().stream()).toList();
		FileIndex index = IndexedFiles.of(locations, resources);
		List<KnownSet> known = new ArrayList<>();
		for (MigratorOptions service : services) {
			KnownSets.of(index, service, MigrationFiles.others(service, services), resources).ifPresent(known::add);
		}
		return new Contribution(index.with(known));
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
