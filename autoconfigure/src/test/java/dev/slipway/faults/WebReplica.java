package dev.slipway.faults;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * An application with a web server and nothing of its own: what it does is what Spring
 * Boot and Slipway do by themselves.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class WebReplica {

	/** The headline of Spring Boot's failure analysis. */
	static final String FAILED = "APPLICATION FAILED TO START";

	public static void main(String[] arguments) {
		MigratingReplica.endWithParent();
		SpringApplication.run(WebReplica.class, arguments);
	}

}
