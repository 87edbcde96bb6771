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
 * this is there, what was pending is applied.
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
	 * One that is there before any other bean is created that nothing before it needs.
	 */
	static final class First extends MigrationInitializer
			implements BeanFactoryInitializer<ConfigurableListableBeanFactory> {

		First(List<String> dataSources) {
			super(dataSources);
		}

		/** It was done when this was created. */
		@Override
		public void initialize(ConfigurableListableBeanFactory beans) {
			// nothing
		}

	}

}
