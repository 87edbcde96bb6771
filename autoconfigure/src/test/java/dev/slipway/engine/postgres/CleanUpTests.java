package dev.slipway.engine.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

/**
 * What ends a transaction that has failed is sent again where a cancel has met it. In a
 * start that was interrupted the connection counted as lost before.
 */
class CleanUpTests {

	/** A sequence counts what is rolled back too. */
	private static final String CANCELLED_TWICE = "do $$ begin if nextval('tries') < 3 then "
			+ "raise exception using errcode = '57014'; end if; end $$";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	@Test
	void whatWasCancelledIsSentAgain() throws SQLException {
		this.database.execute("create sequence tries");
		try (Connection connection = this.database.dataSource().getConnection()) {
			Pipeline pipeline = new Pipeline(connection);
			assertThatObject(pipeline.send(List.of("begin", "broken")).failure()).isNotNull();
			assertThatObject(pipeline.cleanUp(List.of("rollback", CANCELLED_TWICE)).failure()).isNull();
			assertThat(pipeline.isIdle()).isTrue();
		}
		assertThat(this.database.query("select last_value from tries")).containsExactly("3");
	}

	@Test
	void whatIsAlwaysCancelledFails() throws SQLException {
		try (Connection connection = this.database.dataSource().getConnection()) {
			assertThatObject(new Pipeline(connection)
				.cleanUp(List.of("do $$ begin raise exception using errcode = '57014'; end $$"))
				.failure()).isNotNull();
		}
	}

	@Test
	void anyOtherFailureIsNotTriedAgain() throws SQLException {
		this.database.execute("create sequence tries");
		try (Connection connection = this.database.dataSource().getConnection()) {
			assertThatObject(new Pipeline(connection)
				.cleanUp(List.of("do $$ begin perform nextval('tries'); raise exception 'no'; end $$"))
				.failure()).isNotNull();
		}
		assertThat(this.database.query("select last_value from tries")).containsExactly("1");
	}

}
