package dev.slipway.boot.autoconfigure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import javax.sql.DataSource;

import dev.slipway.CodeMigration;
import dev.slipway.boot.autoconfigure.SlipwayProperties.Trigger;
import dev.slipway.engine.run.MigrationFiles;
import dev.slipway.engine.text.LineLog;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitializationDetector;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Lets the beans that need the schema while they are created depend on the migrations of
 * their DataSource, and of no other one. They are those that Spring Boot knows to do so
 * (an {@code EntityManagerFactory}, a {@code JdbcTemplate}, what is annotated with
 * {@code @DependsOnDatabaseInitialization} …), and what runs scripts such as
 * {@code data.sql}.
 */
final class SchemaDependencies implements BeanFactoryPostProcessor, Ordered {

	private static final LineLog logger = LineLog.of(SchemaDependencies.class);

	private static final String ENTITIES = "jakarta.persistence.EntityManagerFactory";

	private static final String COMMAND = "slipway.command";

	private static final String BACKGROUND_READING = "slipway.background-reading";

	/** The migrations of all DataSources. */
	static final String ALL = "slipwayMigrations";

	private static final String FIRST = "slipwayFirstMigrations";

	private final Environment environment;

	private final MigrationFiles files;

	/** The beans that run Flyway and Liquibase. */
	private List<String> neighbours = List.of();

	SchemaDependencies(Environment environment, ResourceLoader resources) {
		this.environment = environment;
		this.files = MigrationFiles.of(resources);
	}

	/** The files of all services, which are read while beans are created. */
	MigrationFiles files() {
		return this.files;
	}

	/** All beans are defined then, and nothing was decided on by those before. */
	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		// A command creates no bean that waits.
		if (StringUtils.hasText(this.environment.getProperty(COMMAND))) {
			return;
		}
		if (mayReadEarly()) {
			this.files.readEarly(() -> ServiceOptions.all(this.environment));
		}
		// A build has written the dependencies down.
		if (AotDetector.useGeneratedArtifacts()) {
			return;
		}
		Trigger trigger = Binder.get(this.environment).bind("slipway.trigger", Trigger.class).orElse(Trigger.AUTO);
		if (trigger == Trigger.LIFECYCLE) {
			sayWhoDoesNotWait(beans);
			return;
		}
		if (beans.containsBeanDefinition(Neighbours.BEAN)) {
			this.neighbours = Neighbours.initializers(beans);
		}
		define(beans, ALL, List.of());
		if (trigger == Trigger.INITIALIZATION) {
			RootBeanDefinition first = new RootBeanDefinition(MigrationInitializer.First.class);
			first.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
			((BeanDefinitionRegistry) beans).registerBeanDefinition(FIRST, first);
		}
		Set<String> dependents = dependents(beans);
		String[] code = beans.getBeanNamesForType(CodeMigration.class, true, false);
		// With one DataSource there is nothing to tell.
		DataSourceUse use = (code.length > 0 || beans.getBeanNamesForType(DataSource.class, true, false).length > 1)
				? new DataSourceUse(beans) : null;
		for (String name : code) {
			// It is one of the migrations.
			dependents.remove(name);
			refuseCycle(name, Objects.requireNonNull(use).given(name, dependents));
		}
		for (String name : dependents) {
			if (beans.containsBeanDefinition(name)) {
				dependOnMigrations(beans, beans.getBeanDefinition(name), (use != null) ? use.of(name) : Set.of());
			}
		}
	}

	/**
	 * Not in a build, which ends before files are needed, nor where a checkpoint is taken
	 * then, which allows no open files. A single processor has nothing to do beside.
	 */
	private boolean mayReadEarly() {
		return this.environment.getProperty(BACKGROUND_READING, Boolean.class, true)
				&& Runtime.getRuntime().availableProcessors() > 1
				&& !SpringProperties.getFlag(AbstractAotProcessor.AOT_PROCESSING)
				&& !"onRefresh".equalsIgnoreCase(SpringProperties.getProperty("spring.context.checkpoint"));
	}

	/** Said before anything waits for itself. */
	private static void refuseCycle(String code, @Nullable String dependent) {
		if (dependent != null) {
			throw CodeMigrationBeans.cycle(code, "'" + dependent + "'", null);
		}
	}

	private static void sayWhoDoesNotWait(ConfigurableListableBeanFactory beans) {
		String[] names = beans.getBeanNamesForAnnotation(DependsOnDatabaseInitialization.class);
		if (names.length > 0) {
			logger.warn("@DependsOnDatabaseInitialization has no effect with slipway.trigger=lifecycle: created before"
					+ " migrations run are '" + String.join("', '", names) + "'");
		}
	}

	private Set<String> dependents(ConfigurableListableBeanFactory beans) {
		Set<String> names = new LinkedHashSet<>();
		ArgumentResolver arguments = ArgumentResolver.of(Environment.class, this.environment);
		for (DependsOnDatabaseInitializationDetector detector : SpringFactoriesLoader
			.forDefaultResourceLocation(beans.getBeanClassLoader())
			.load(DependsOnDatabaseInitializationDetector.class, arguments)) {
			for (String name : detector.detect(beans)) {
				names.add(BeanFactoryUtils.transformedBeanName(name));
			}
		}
		// Spring Boot leaves it out where scripts wait for it.
		if (ClassUtils.isPresent(ENTITIES, beans.getBeanClassLoader())) {
			Class<?> entities = ClassUtils.resolveClassName(ENTITIES, beans.getBeanClassLoader());
			for (String name : beans.getBeanNamesForType(entities, true, false)) {
				names.add(BeanFactoryUtils.transformedBeanName(name));
			}
		}
		names.addAll(List.of(beans.getBeanNamesForType(DataSourceScriptDatabaseInitializer.class, true, false)));
		return names;
	}

	private void dependOnMigrations(ConfigurableListableBeanFactory beans, BeanDefinition dependent,
			Set<String> dataSources) {
		if (dataSources.isEmpty()) {
			dependOn(dependent, ALL);
		}
		for (String dataSource : dataSources) {
			String initializer = ALL + "." + dataSource;
			if (!beans.containsBeanDefinition(initializer)) {
				define(beans, initializer, List.of(dataSource));
			}
			dependOn(dependent, initializer);
		}
	}

	private static void dependOn(BeanDefinition dependent, String initializer) {
		dependent.setDependsOn(StringUtils.addStringToArray(dependent.getDependsOn(), initializer));
	}

	/** What nobody depends on is left to the lifecycle. */
	private void define(ConfigurableListableBeanFactory beans, String name, List<String> dataSources) {
		RootBeanDefinition definition = new RootBeanDefinition(MigrationInitializer.class);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, dataSources);
		definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
		definition.setScope(BeanDefinition.SCOPE_PROTOTYPE);
		// Their histories are no surprise then, and the order is always the same.
		definition.setDependsOn(this.neighbours.toArray(new String[0]));
		((BeanDefinitionRegistry) beans).registerBeanDefinition(name, definition);
	}

}
