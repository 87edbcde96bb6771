package dev.slipway.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * Starts the event platform. Nothing in it mentions migrations: the starter is a
 * dependency, and application.yml names the services.
 */
@SpringBootApplication
@EnableScheduling
public class SampleApplication {

	/**
	 * Start the platform.
	 * @param args Spring Boot's arguments
	 */
	public static void main(String[] args) {
		SpringApplication.run(SampleApplication.class, args);
	}

}
