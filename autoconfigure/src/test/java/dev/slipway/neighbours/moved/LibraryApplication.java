package dev.slipway.neighbours.moved;

import java.util.List;

import javax.sql.DataSource;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.stereotype.Component;

/**
 * An application as others write it: JPA with {@code ddl-auto=validate}, a bean that
 * reads in its constructor, Security, Actuator, Quartz and two DataSources. Nothing in it
 * names the tool that migrates its database.
 */
@SpringBootApplication
@EnableScheduling
@EnableJpaRepositories(considerNestedRepositories = true)
public class LibraryApplication {

	/** Starts it, says what it has found, and ends it. */
	public static void main(String[] args) {
		try (var context = SpringApplication.run(LibraryApplication.class, args)) {
			System.out.println("found " + context.getBean(Librarian.class).titles + " and "
					+ context.getBean(Reports.class).names);
		}
	}

	@Bean
	@Primary
	@ConfigurationProperties("spring.datasource")
	DataSourceProperties booksProperties() {
		return new DataSourceProperties();
	}

	@Bean
	@Primary
	DataSource books(DataSourceProperties booksProperties) {
		return booksProperties.initializeDataSourceBuilder().build();
	}

	@Bean(defaultCandidate = false)
	@ConfigurationProperties("reports.datasource")
	DataSourceProperties reportsProperties() {
		return new DataSourceProperties();
	}

	@Bean(defaultCandidate = false)
	DataSource reports(@Qualifier("reportsProperties") DataSourceProperties properties) {
		return properties.initializeDataSourceBuilder().build();
	}

	@Bean
	JobDetail inventory() {
		return JobBuilder.newJob(Inventory.class).withIdentity("inventory").storeDurably().build();
	}

	static class Inventory implements Job {

		@Override
		public void execute(JobExecutionContext context) {
			// Nothing triggers it.
		}

	}

	@Entity(name = "book")
	static class Book {

		@Id
		@GeneratedValue(strategy = GenerationType.IDENTITY)
		Long id;

		String title;

		int cents;

	}

	interface Books extends ListCrudRepository<Book, Long> {

	}

	@Component
	static class Librarian {

		final List<String> titles;

		Librarian(Books books, JdbcClient client) {
			this.titles = books.findAll().stream().map((book) -> book.title).toList();
			client.sql("select count(*) from cheap_book").query(Long.class).single();
		}

	}

	@Component
	static class Reports {

		final List<String> names;

		Reports(@Qualifier("reports") DataSource reports) {
			this.names = JdbcClient.create(reports).sql("select name from report").query(String.class).list();
		}

	}

}
