package dev.slipway.benchmarks.application;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.ApplicationListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A small application that answers from its database.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
public class MeasuredApplication {

	private final DataSource dataSource;

	/**
	 * Create the application.
	 * @param dataSource the database
	 */
	public MeasuredApplication(DataSource dataSource) {
		this.dataSource = dataSource;
	}

	/**
	 * Answer from the database: an application that never asks its own needs no
	 * migrations.
	 */
	@GetMapping("/")
	String answer() throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("select 'ready'")) {
			rows.next();
			return rows.getString(1);
		}
	}

	/**
	 * Tell the port to the process that measures.
	 */
	@Bean
	ApplicationListener<WebServerInitializedEvent> port() {
		return (event) -> Protocol.say("port", "port=" + event.getWebServer().getPort());
	}

	/**
	 * Start the application.
	 * @param arguments properties of Spring Boot
	 */
	public static void main(String[] arguments) {
		SpringApplication.run(MeasuredApplication.class, arguments);
	}

}
