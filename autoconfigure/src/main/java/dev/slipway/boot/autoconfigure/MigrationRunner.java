package dev.slipway.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import dev.slipway.MigrationListener;
import dev.slipway.MigrationReport;
import dev.slipway.Migrator;
import dev.slipway.boot.MigrationReports;
import dev.slipway.boot.MigrationsCompletedEvent;
import dev.slipway.boot.MigrationsStartedEvent;
import dev.slipway.boot.autoconfigure.SlipwayProperties.Mode;
import dev.slipway.boot.autoconfigure.SlipwayProperties.Trigger;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.SpringProperties;
import org.springframework.core.metrics.ApplicationStartup;
import org.springframework.core.metrics.StartupStep;

/**
 * Does what the mode says, mostly applying all migrations, once for each service: for
 * beans that need the schema of a DataSource while they are created, and for all that is
 * left when the context starts. Beans are created on the thread that asks; migrations run
 * on threads of their own.
 */
public final class MigrationRunner implements MigrationReports, Runnable {

	static final String NAME = "slipwayMigrationRunner";

	/** An attribute of the bean's definition, which outlives the bean. */
	private static final String BEGUN = MigrationRunner.class.getName() + ".begun";

	private final SlipwayProperties properties;

	private final MigratorFactory factory;

	private final ConfigurableApplicationContext context;

	private final ObjectProvider<MigrationListener> listeners;

	/** All services; {@code null} until somebody asks. */
	private volatile @Nullable List<Migrator> all;

	/**
	 * Whether migrations run, for their threads and those that these begin: each database
	 * may have one of its own. A thread of a pool that was begun so, and lives on, sees
	 * that they have ended.
	 */
	private final ThreadLocal<AtomicBoolean> migrating = new InheritableThreadLocal<>();

	/** By service. */
	private final Map<String, MigrationReport> reports = new ConcurrentHashMap<>();

	private volatile @Nullable Throwable failure;

	private boolean started;

	MigrationRunner(SlipwayProperties properties, MigratorFactory factory, ConfigurableApplicationContext context,
			ObjectProvider<MigrationListener> listeners) {
		this.properties = properties;
		this.factory = factory;
		this.context = context;
		this.listeners = listeners;
	}

	/**
	 * Tell whether a context has migrations that none has begun with, also when the start
	 * has failed and the beans are gone.
	 */
	public static boolean isAhead(ConfigurableListableBeanFactory beans) {
		return beans.containsBeanDefinition(NAME) && !beans.getBeanDefinition(NAME).hasAttribute(BEGUN);
	}

	/**
	 * Run everything that has not run yet; everything when the context starts again,
	 * since one that is restored from a checkpoint may meet another database.
	 */
	@Override
	public void run() {
		run(Set.of(), true);
		this.factory.forgetFiles();
		this.started = true;
		this.context.publishEvent(new MigrationsCompletedEvent(this.context, all()));
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
		AtomicBoolean within = this.migrating.get();
		if (within != null && within.get()) {
			throw new IllegalStateException("a code migration has asked for a bean that is created after the"
					+ " migrations: it can use no other connection than that of the JdbcClient that it is given");
		}
		if (this.properties.getTrigger() != Trigger.LIFECYCLE && !endsBeforeStart()) {
			run(dataSources, false);
		}
	}

	private static boolean endsBeforeStart() {
		return "onRefresh".equalsIgnoreCase(SpringProperties.getProperty("spring.context.exit"))
				|| "onRefresh".equalsIgnoreCase(SpringProperties.getProperty("spring.context.checkpoint"));
	}

	/** Return the mode as it is written in a property. */
	public String mode() {
		return this.properties.getMode().name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Return all services.
	 * @return the migrators in the order in which they run; none before the first run
	 */
	public List<Migrator> services() {
		List<Migrator> services = this.all;
		return (services != null) ? services : List.of();
	}

	/**
	 * Return what has ended a run.
	 * @return the failure, empty when there was none
	 */
	public Optional<Throwable> failure() {
		return Optional.ofNullable(this.failure);
	}

	@Override
	public List<MigrationReport> all() {
		List<MigrationReport> all = new ArrayList<>();
		for (Migrator migrator : services()) {
			MigrationReport report = this.reports.get(migrator.getOptions().service());
			if (report != null) {
				all.add(report);
			}
		}
		return all;
	}

	@Override
	public MigrationReport get(String service) {
		MigrationReport report = this.reports.get(service);
		if (report == null) {
			throw new IllegalStateException(new ServiceName(service)
					+ " has no report: its migrations have not run yet, or have failed, or there is no such service."
					+ " Ask for it when the application has started, or create the bean after the migrations:"
					+ " @DependsOn(\"" + SchemaDependencies.ALL + "\")");
		}
		return report;
	}

	/** An empty set stands for all DataSources. */
	private synchronized void run(Set<DataSource> dataSources, boolean start) {
		List<Migrator> all = this.all;
		if (all == null) {
			all = this.factory.create();
			this.all = all;
		}
		List<Migrator> wanted = new ArrayList<>();
		List<String> names = new ArrayList<>();
		for (Migrator each : all) {
			boolean meant = dataSources.isEmpty() || this.factory.concerns(each.getDataSource(), dataSources);
			if (meant && ((start && this.started) || !this.reports.containsKey(each.getOptions().service()))) {
				wanted.add(each);
				names.add(each.getOptions().service());
			}
		}
		if (!wanted.isEmpty()) {
			this.context.getBeanFactory().getBeanDefinition(NAME).setAttribute(BEGUN, true);
			publish(new MigrationsStartedEvent(this.context, names), start);
			run(all, wanted, names);
		}
	}

	/**
	 * While beans are created, one that listens to all events might need what is being
	 * created, which would be a cycle: only those are told that listen to this one.
	 */
	@SuppressWarnings("unchecked")
	private void publish(MigrationsStartedEvent event, boolean start) {
		if (start) {
			this.context.publishEvent(event);
			return;
		}
		ResolvableType type = ResolvableType.forClassWithGenerics(ApplicationListener.class,
				MigrationsStartedEvent.class);
		for (String name : this.context.getBeanNamesForType(type, true, false)) {
			((ApplicationListener<MigrationsStartedEvent>) this.context.getBean(name)).onApplicationEvent(event);
		}
	}

	private void run(List<Migrator> all, List<Migrator> wanted, List<String> names) {
		ApplicationStartup startup = this.context.getApplicationStartup();
		StartupStep step = startup.start("slipway.migrate")
			.tag("mode", mode())
			.tag("services", String.join(", ", names));
		try {
			List<MigrationListener> listeners = listeners(startup);
			for (MigrationReport report : MigrationThread.call(() -> migrate(all, wanted, listeners))) {
				this.reports.put(report.service(), report);
			}
			this.failure = null;
		}
		catch (RuntimeException | Error ex) {
			this.failure = ex;
			sayWhatStays();
			step.tag("failure", ex.getClass().getSimpleName());
			throw ex;
		}
		finally {
			step.end();
		}
	}

	/**
	 * A failure says what its own run came to, and nothing of those for other DataSources
	 * before it.
	 */
	private void sayWhatStays() {
		for (MigrationReport report : this.started ? List.<MigrationReport>of() : all()) {
			int applied = report.applied().size();
			if (applied > 0) {
				LineLog.of(MigrationRunner.class)
					.warn(new ServiceName(report.service()) + ": " + applied
							+ " applied earlier in the start that fails now. "
							+ ((applied == 1) ? "It stays applied" : "They stay applied"));
			}
		}
	}

	private List<MigrationReport> migrate(List<Migrator> all, List<Migrator> wanted,
			List<MigrationListener> listeners) {
		AtomicBoolean running = new AtomicBoolean(true);
		this.migrating.set(running);
		try {
			return doAsModeSays(all, wanted, listeners);
		}
		finally {
			running.set(false);
		}
	}

	private List<MigrationReport> doAsModeSays(List<Migrator> all, List<Migrator> wanted,
			List<MigrationListener> listeners) {
		// Without a switch, which is a class that every start has to load.
		Mode mode = this.properties.getMode();
		if (mode == Mode.MIGRATE) {
			return Migrator.migrateAll(all, wanted, listeners, this.properties.getParallelism());
		}
		return (mode == Mode.VALIDATE) ? Migrator.validateAll(all, wanted, listeners)
				: Migrator.awaitAll(all, wanted, this.properties.getWaitTimeout(), listeners);
	}

	/** Those that are made for each run see on which thread they are made. */
	private List<MigrationListener> listeners(ApplicationStartup startup) {
		List<MigrationListener> listeners = new ArrayList<>(this.listeners.orderedStream().toList());
		if (startup != ApplicationStartup.DEFAULT && this.properties.getMode() == Mode.MIGRATE) {
			listeners.add(new StartupSteps(startup));
		}
		return listeners;
	}

}
