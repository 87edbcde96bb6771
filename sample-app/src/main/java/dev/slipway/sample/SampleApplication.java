package dev.slipway.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Starts the event platform. No code of it runs migrations: Slipway's starter is a
 * dependency, and application.yml names the services to migrate.
 */
@SpringBootApplication
@EnableScheduling
public class SampleApplication {

	/**
	 * Start the application.
	 * @param args Spring Boot's arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(SampleApplication.class, args);
	}

}
