package dev.slipway.aot;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * An application whose entities need their tables, processed ahead of time by
 * {@link AotTests}. No {@code @Configuration}: the scans of other tests' applications
 * must not find it.
 */
@EnableAutoConfiguration(exclude = DataJdbcRepositoriesAutoConfiguration.class)
@AutoConfigurationPackage
class AotApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(AotApplication.class);
		application.setLogStartupInfo(false);
		application.run(args);
	}

	@Bean
	ApplicationRunner runner(EntityManager entities, ApplicationContext context) {
		return (arguments) -> {
			System.out.println("title: " + entities.find(Novel.class, 1L).title);
			System.exit(SpringApplication.exit(context));
		};
	}

	@Entity(name = "novel")
	static class Novel {

		@Id
		Long id;

		String title;

	}

}
