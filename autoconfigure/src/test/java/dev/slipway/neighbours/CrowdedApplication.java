package dev.slipway.neighbours;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An application with all that is on its class path, such as JPA, Security, Actuator and
 * Quartz, and with listeners and runners that need the database. No
 * {@code @Configuration}: the scans of other tests' applications must not find it.
 */
@EnableAutoConfiguration
@AutoConfigurationPackage
class CrowdedApplication {

	public static void main(String[] args) {
		SpringApplication.run(CrowdedApplication.class, args);
	}

	/** It cannot be created where its table is not there. */
	@Bean
	ApplicationListener<ApplicationFailedEvent> failures(JdbcClient client) {
		client.sql("select count(*) from book").query().singleValue();
		return (event) -> {
		};
	}

	/** It is created for a command too. */
	@Bean
	static BeanPostProcessor talkative() {
		System.out.println("talkative");
		return new BeanPostProcessor() {
		};
	}

	@Bean
	Refreshed refreshed() {
		return new Refreshed();
	}

	@Bean
	ApplicationRunner runner() {
		return (arguments) -> System.out.println("runner");
	}

	@Entity(name = "book")
	static class Book {

		@Id
		Long id;

	}

	static class Refreshed {

		Refreshed() {
			System.out.println("listener");
		}

		@EventListener
		void refreshed(ContextRefreshedEvent event) {
			System.out.println("refreshed");
		}

	}

}
