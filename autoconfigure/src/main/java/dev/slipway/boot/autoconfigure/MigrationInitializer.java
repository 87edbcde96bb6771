package dev.slipway.boot.autoconfigure;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * What a bean depends on that needs the schema of a DataSource while it is created: once
 * this is there, what was pending is applied. Its scope is that of a prototype: of a
 * singleton that is being created Spring lets another thread wait, and the thread that
 * migrates would wait for itself when a code migration asks for such a bean.
 */
class MigrationInitializer implements BeanFactoryAware, InitializingBean {

	private final List<String> dataSources;

	private @Nullable BeanFactory beans;

	/**
	 * Create an initializer.
	 * @param dataSources the names of the DataSources; empty for all
	 */
	MigrationInitializer(List<String> dataSources) {
		this.dataSources = dataSources;
	}

	@Override
	public void setBeanFactory(BeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public void afterPropertiesSet() {
		BeanFactory factory = Objects.requireNonNull(this.beans);
		Set<DataSource> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
		for (String name : this.dataSources) {
			wanted.add(factory.getBean(name, DataSource.class));
		}
		factory.getBean(MigrationRunner.class).runBeforeStart(wanted);
	}

	/**
	 * Migrates before any bean is created that nothing before it needs.
	 */
	static final class First implements BeanFactoryInitializer<ConfigurableListableBeanFactory> {

		/** Not while this is created, since Spring holds its lock then. */
		@Override
		public void initialize(ConfigurableListableBeanFactory beans) {
			beans.getBean(SchemaDependencies.ALL);
		}

	}

}
