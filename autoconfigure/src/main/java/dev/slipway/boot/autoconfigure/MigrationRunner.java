package dev.slipway.boot.autoconfigure;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import javax.sql.DataSource;

import dev.slipway.Migrator;
import dev.slipway.boot.autoconfigure.SlipwayProperties.Trigger;
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

	/** All services; {@code null} until somebody asks. */
	private @Nullable List<Migrator> all;

	private final Set<Migrator> done = Collections.newSetFromMap(new IdentityHashMap<>());

	private boolean started;

	MigrationRunner(SlipwayProperties properties, MigratorFactory factory) {
		this.properties = properties;
		this.factory = factory;
	}

	/**
	 * Run everything that has not run yet; everything when the context starts again,
	 * since one that is restored from a checkpoint may meet another database.
	 */
	void run() {
		if (this.started) {
			this.done.clear();
		}
		run((migrator) -> true);
		this.started = true;
	}

	/**
	 * Run what has not run yet on some DataSources, since a bean is being created that
	 * needs their schema. In a build-time training run, and before a checkpoint from
	 * which the application is restored, it waits until the context starts. So it does
	 * where an application that was processed ahead of time has another trigger now, as a
	 * command sets it.
	 * @param dataSources the DataSources; empty for all
	 */
	void runBeforeStart(Set<DataSource> dataSources) {
		if (this.properties.trigger() != Trigger.LIFECYCLE && !endsBeforeStart()) {
			run((migrator) -> dataSources.isEmpty() || dataSources.contains(migrator.getDataSource()));
		}
	}

	private static boolean endsBeforeStart() {
		return "onRefresh".equalsIgnoreCase(SpringProperties.getProperty("spring.context.exit"))
				|| "onRefresh".equalsIgnoreCase(SpringProperties.getProperty("spring.context.checkpoint"));
	}

	private synchronized void run(Predicate<Migrator> condition) {
		if (this.all == null) {
			this.all = this.factory.create();
		}
		List<Migrator> all = this.all;
		List<Migrator> wanted = all.stream()
			.filter((each) -> !this.done.contains(each) && condition.test(each))
			.toList();
		if (!wanted.isEmpty()) {
			MigrationThread.call(() -> switch (this.properties.mode()) {
				case MIGRATE -> Migrator.migrateAll(all, wanted);
				case VALIDATE -> Migrator.validateAll(all, wanted);
				case WAIT -> Migrator.awaitAll(all, wanted, this.properties.waitTimeout());
			});
			this.done.addAll(wanted);
		}
	}

}
