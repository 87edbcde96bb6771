package dev.slipway.benchmarks.application;

import java.sql.Connection;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.springframework.boot.SpringApplication;

/**
 * The step alone: what is pending is applied once, in a JVM that has not done it before,
 * through a pool that has its connection.
 */
public final class Step {

	private static final double NANOSECONDS = 1e6;

	private Step() {
	}

	/**
	 * Take the step. The process that measures says when to begin, and when to end.
	 * @param arguments the tool, {@code plain} or {@code context}, the URL of the
	 * database, and properties of Spring Boot
	 */
	public static void main(String[] arguments) throws Exception {
		DataSource dataSource = arguments[1].equals("context") ? ofApplication(arguments) : pool(arguments[2]);
		MigrationTool tool = MigrationTool.named(arguments[0]);
		try (Connection connection = dataSource.getConnection()) {
			connection.isValid(0);
		}
		JvmCounters counters = new JvmCounters();
		counters.allocated();
		Protocol.say("ready");
		Protocol.await();
		long classes = counters.classes();
		long allocated = counters.allocated();
		long begin = System.nanoTime();
		tool.migrate(dataSource);
		double milliseconds = (System.nanoTime() - begin) / NANOSECONDS;
		allocated = counters.allocated() - allocated;
		classes = counters.classes() - classes;
		Protocol.say("done", "ms=" + milliseconds, "allocated=" + allocated, "classes=" + classes);
		Protocol.await();
		System.exit(0);
	}

	private static DataSource ofApplication(String[] arguments) {
		String[] properties = new String[arguments.length - 2];
		System.arraycopy(arguments, 2, properties, 0, properties.length);
		properties[0] = "--spring.datasource.url=" + arguments[2];
		return SpringApplication.run(MeasuredApplication.class, properties).getBean(DataSource.class);
	}

	/** One connection, more when they are asked for. */
	private static DataSource pool(String url) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url);
		config.setMaximumPoolSize(3);
		config.setMinimumIdle(0);
		return new HikariDataSource(config);
	}

}
