package dev.slipway.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import javax.sql.DataSource;

import dev.slipway.Migrator;
import org.jspecify.annotations.Nullable;

import org.springframework.core.SpringProperties;

/**
 * Does what the mode says, mostly applying all migrations, once for each service: for
 * beans that need the schema of a DataSource while they are created, and for all that is
 * left when the context starts. Beans are created on the thread that asks; migrations run
 * on one of their own.
 */
final class MigrationRunner {

	private final SlipwayProperties properties;

	private final MigratorFactory factory;

	/** What has not run yet; {@code null} until somebody asks. */
	private @Nullable List<Migrator> left;

	MigrationRunner(SlipwayProperties properties, MigratorFactory factory) {
		this.properties = properties;
		this.factory = factory;
	}

	/** Run everything that has not run yet. */
	void run() {
		run((migrator) -> true);
	}

	/**
	 * Run what has not run yet on some DataSources, since a bean is being created that
	 * needs their schema. In a build-time training run, and before a checkpoint from
	 * which the application is restored, it waits until the context starts.
	 * @param dataSources the DataSources; empty for all
	 */
	void runBeforeStart(Set<DataSource> dataSources) {
		if (!endsBeforeStart()) {
			run((migrator) -> dataSources.isEmpty() || dataSources.contains(migrator.getDataSource()));
		}
	}

	private static boolean endsBeforeStart() {
		return "onRefresh".equalsIgnoreCase(SpringProperties.getProperty("spring.context.exit"))
				|| "onRefresh".equalsIgnoreCase(SpringProperties.getProperty("spring.context.checkpoint"));
	}

	private synchronized void run(Predicate<Migrator> wanted) {
		if (this.left == null) {
			this.left = new ArrayList<>(this.factory.create());
		}
		List<Migrator> all = this.left.stream().filter(wanted).toList();
		if (!all.isEmpty()) {
			MigrationThread.call(() -> switch (this.properties.mode()) {
				case MIGRATE -> Migrator.migrateAll(all);
				case VALIDATE -> Migrator.validateAll(all);
				case WAIT -> Migrator.awaitAll(all, this.properties.waitTimeout());
			});
			this.left.removeAll(all);
		}
	}

}
