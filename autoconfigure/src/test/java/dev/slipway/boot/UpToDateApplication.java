package dev.slipway.boot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * An application that has nothing but a DataSource, started by {@link StartCostTests}. No
 * {@code @Configuration}: the scans of other tests' applications must not find it.
 */
@EnableAutoConfiguration
class UpToDateApplication {

	public static void main(String[] args) {
		SpringApplication.run(UpToDateApplication.class, args).close();
	}

}
