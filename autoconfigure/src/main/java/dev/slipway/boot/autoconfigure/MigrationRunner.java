package dev.slipway.boot.autoconfigure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import dev.slipway.Migrator;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.SpringProperties;

/**
 * Does what the mode says, mostly applying all migrations, once for each service: for
 * beans that need the schema of a DataSource while they are created, and for all that is
 * left when the context starts. Beans are created on the thread that asks; migrations run
 * on one of their own.
 */
public final class MigrationRunner implements Runnable {

	static final String NAME = "slipwayMigrationRunner";

	/** An attribute of the bean's definition, which outlives the bean. */
	private static final String BEGUN = MigrationRunner.class.getName() + ".begun";

	private final SlipwayProperties properties;

	private final MigratorFactory factory;

	private final ConfigurableListableBeanFactory beans;

	/** All services; {@code null} until somebody asks. */
	private @Nullable List<Migrator> all;

	/** The thread of the migrations, while they run. */
	private volatile @Nullable Thread working;

	private final Set<Migrator> done = Collections.newSetFromMap(new IdentityHashMap<>());

	MigrationRunner(SlipwayProperties properties, MigratorFactory factory, ConfigurableListableBeanFactory beans) {
		this.properties = properties;
		this.factory = factory;
		this.beans = beans;
	}

	/**
	 * Tell whether a context has migrations that none has begun with, also when the start
	 * has failed and the beans are gone.
	 */
	public static boolean isAhead(ConfigurableListableBeanFactory beans) {
		return beans.containsBeanDefinition(NAME) && !beans.getBeanDefinition(NAME).hasAttribute(BEGUN);
	}

	/** Run everything that has not run yet. */
	@Override
	public void run() {
		run(Set.of());
	}

	/**
	 * Run what has not run yet on some DataSources, since a bean is being created that
	 * needs their schema. In a build-time training run, and before a checkpoint from
	 * which the application is restored, it waits until the context starts.
	 * @param dataSources the DataSources; empty for all
	 */
	void runBeforeStart(Set<DataSource> dataSources) {
		if (Thread.currentThread() == this.working) {
			throw new IllegalStateException("a code migration has asked for a bean that is created after the"
					+ " migrations: it can use no other connection than that of the JdbcClient that it is given");
		}
		if (!endsBeforeStart()) {
			run(dataSources);
		}
	}

	private static boolean endsBeforeStart() {
		return "onRefresh".equalsIgnoreCase(SpringProperties.getProperty("spring.context.exit"))
				|| "onRefresh".equalsIgnoreCase(SpringProperties.getProperty("spring.context.checkpoint"));
	}

	/** Without streams, each lambda of which is a class that every start has to load. */
	private synchronized void run(Set<DataSource> dataSources) {
		if (this.all == null) {
			this.all = this.factory.create();
		}
		List<Migrator> all = this.all;
		List<Migrator> wanted = new ArrayList<>();
		for (Migrator each : all) {
			if (!this.done.contains(each) && (dataSources.isEmpty() || this.factory.concerns(each.getDataSource(), dataSources))) {
				wanted.add(each);
			}
		}
		if (!wanted.isEmpty()) {
			this.beans.getBeanDefinition(NAME).setAttribute(BEGUN, true);
			MigrationThread.call(() -> {
				this.working = Thread.currentThread();
				return switch (this.properties.mode()) {
					case MIGRATE -> Migrator.migrateAll(all, wanted);
					case VALIDATE -> Migrator.validateAll(all, wanted);
					case WAIT -> Migrator.awaitAll(all, wanted, this.properties.waitTimeout());
				};
			});
			this.done.addAll(wanted);
		}
	}

}
