package dev.slipway.slices;

import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jdbc.test.autoconfigure.DataJdbcTest;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase.Replace;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.boot.jooq.test.autoconfigure.JooqTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a part of an application meet the tables that migrations make, and those whose
 * DataSource is another database go on without them.
 */
class SliceTests {

	private static final TestDatabase database = TestPostgres.server().createDatabase();

	@Nested
	@JdbcTest
	class OfJdbc extends OnPostgres {

		@Test
		void tablesAreThere(@Autowired JdbcClient client) {
			assertThat(client.sql("select title from book").query(String.class).single()).isEqualTo("One");
		}

	}

	@Nested
	@DataJpaTest(properties = "spring.jpa.hibernate.ddl-auto=validate")
	class OfJpa extends OnPostgres {

		@Test
		void tablesAreThere(@Autowired EntityManager entities) {
			assertThat(entities.find(Book.class, 1L).title).isEqualTo("One");
		}

	}

	@Nested
	@DataJdbcTest
	class OfDataJdbc extends OnPostgres {

		@Test
		void tablesAreThere(@Autowired JdbcClient client) {
			assertThat(client.sql("select title from book").query(String.class).single()).isEqualTo("One");
		}

	}

	@Nested
	@JooqTest
	class OfJooq extends OnPostgres {

		@Test
		void tablesAreThere(@Autowired DSLContext dsl) {
			assertThat(dsl.fetchValue("select title from book")).isEqualTo("One");
		}

	}

	/** Where it is set as in an application's own configuration, Boot replaces it. */
	@Nested
	@JdbcTest(properties = "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none")
	class OnH2 extends InSlice {

		@Test
		void anotherDatabaseIsLeftAlone(@Autowired JdbcClient client) {
			assertThat(client.sql("select h2version()").query(String.class).single()).isNotBlank();
			assertThat(client.sql("select count(*) from information_schema.tables where table_name ilike 'book'")
				.query(Integer.class)
				.single()).isZero();
		}

	}

	@Nested
	@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
			properties = { "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
					"spring.jpa.hibernate.ddl-auto=create" })
	@AutoConfigureTestDatabase(replace = Replace.ANY)
	class OfAllOnH2 extends InSlice {

		@Test
		void anotherDatabaseIsLeftAlone(@Autowired EntityManager entities) {
			assertThat(entities.find(Book.class, 1L)).isNull();
		}

	}

	@ContextConfiguration(classes = Application.class)
	@TestPropertySource(properties = { "slipway.locations=classpath:slices/migrations", "spring.main.banner-mode=off",
			"spring.main.log-startup-info=false" })
	static class InSlice {

	}

	static class OnPostgres extends InSlice {

		@DynamicPropertySource
		static void properties(DynamicPropertyRegistry registry) {
			registry.add("spring.datasource.url", database::url);
			registry.add("spring.datasource.username", database::username);
			registry.add("spring.datasource.password", database::password);
		}

	}

	@EnableAutoConfiguration
	static class Application {

	}

	@Entity(name = "book")
	static class Book {

		@Id
		Long id;

		String title;

	}

}
