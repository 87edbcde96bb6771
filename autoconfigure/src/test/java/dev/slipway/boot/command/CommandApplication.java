package dev.slipway.boot.command;

import java.util.concurrent.CountDownLatch;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeExceptionMapper;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.context.weaving.LoadTimeWeaverAware;
import org.springframework.core.env.Environment;
import org.springframework.instrument.classloading.LoadTimeWeaver;

/**
 * An application with beans that want to be there early, in all the ways that Spring
 * knows, a DataSource of its own, and a thread that would keep the process alive. No
 * {@code @Configuration}: the scans of other tests' applications must not find it.
 */
@EnableAutoConfiguration
class CommandApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(CommandApplication.class);
		application.addInitializers((context) -> context.getBeanFactory().registerSingleton("journal", new Journal()));
		application.run(args);
	}

	@Bean
	@ConfigurationProperties("own.datasource")
	HikariDataSource ownDataSource(Journal journal, Immortal immortal, Environment environment) {
		immortal.start();
		if (environment.getProperty("own.datasource.broken") != null) {
			throw new IllegalStateException("broken");
		}
		HikariDataSource pool = new HikariDataSource();
		journal.pools().add(pool);
		return pool;
	}

	/** Needed by the DataSource, and so created. */
	@Bean
	Immortal immortal() {
		return new Immortal();
	}

	@Bean
	EagerBean eager(Journal journal) {
		return new EagerBean(journal);
	}

	@Bean
	static LazyInitializationExcludeFilter eagerBeansAreNotLazy() {
		return LazyInitializationExcludeFilter.forBeanTypes(EagerBean.class);
	}

	@Bean
	WeaverAware entityManagerFactoryLike(Journal journal) {
		return new WeaverAware(journal);
	}

	@Bean
	OwnLifecycle lifecycle(Journal journal) {
		return new OwnLifecycle(journal);
	}

	@Bean
	Listener listener(Journal journal) {
		return new Listener(journal);
	}

	@Bean
	AnyListener anyListener(Journal journal) {
		return new AnyListener(journal);
	}

	@Bean
	FailureListener failureListener(Journal journal) {
		return new FailureListener(journal);
	}

	@Bean
	ChoosyListener choosyListener(Journal journal) {
		return new ChoosyListener(journal);
	}

	@Bean
	ExitCodeExceptionMapper exitCodes(Journal journal) {
		journal.add("exit codes");
		return (failure) -> 77;
	}

	@Bean
	static BeanFactoryInitializer<ListableBeanFactory> initializer(Journal journal) {
		journal.add("initializer");
		return (beans) -> {
		};
	}

	@Bean
	ApplicationRunner runner(Journal journal) {
		return (arguments) -> journal.add("runner");
	}

	/** As a bean with scheduled methods is. */
	static final class EagerBean implements InitializingBean {

		private final Journal journal;

		EagerBean(Journal journal) {
			this.journal = journal;
		}

		@Override
		public void afterPropertiesSet() {
			this.journal.add("eager");
		}

	}

	/** As a factory of an EntityManagerFactory is, which Spring creates first of all. */
	static final class WeaverAware implements LoadTimeWeaverAware {

		WeaverAware(Journal journal) {
			journal.add("weaver aware");
		}

		@Override
		public void setLoadTimeWeaver(LoadTimeWeaver loadTimeWeaver) {
		}

	}

	static final class OwnLifecycle implements SmartLifecycle {

		private final Journal journal;

		private volatile boolean running;

		OwnLifecycle(Journal journal) {
			this.journal = journal;
			journal.add("lifecycle");
		}

		@Override
		public void start() {
			this.journal.add("lifecycle, started");
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

	static final class Listener {

		private final Journal journal;

		Listener(Journal journal) {
			this.journal = journal;
			journal.add("listener");
		}

		@EventListener
		void refreshed(ContextRefreshedEvent event) {
			this.journal.add("listener, called");
		}

	}

	/** Called at each event there is, also at those of a failed start. */
	static final class AnyListener implements ApplicationListener<ApplicationEvent> {

		AnyListener(Journal journal) {
			journal.add("any listener");
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
		}

	}

	static final class FailureListener implements ApplicationListener<ApplicationFailedEvent> {

		FailureListener(Journal journal) {
			journal.add("failure listener");
		}

		@Override
		public void onApplicationEvent(ApplicationFailedEvent event) {
		}

	}

	/** Created to be asked which events it wants. */
	static final class ChoosyListener implements SmartApplicationListener {

		ChoosyListener(Journal journal) {
			journal.add("choosy listener");
		}

		@Override
		public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
			return false;
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
		}

	}

	/** A thread that nobody ends. In a test it must not hold up the JVM of the tests. */
	static final class Immortal {

		private final CountDownLatch never = new CountDownLatch(1);

		void start() {
			Thread thread = new Thread(() -> {
				try {
					this.never.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}, "immortal");
			thread.setDaemon(!Boolean.getBoolean("immortal"));
			thread.start();
		}

	}

}
