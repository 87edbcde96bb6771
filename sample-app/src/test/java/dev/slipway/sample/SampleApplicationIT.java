package dev.slipway.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample on two databases of another server.
 */
class SampleApplicationIT {

	private static final String EVENT = """
			{"type": "order.placed", "source": "web-shop", "payload": "<b>{ \\"id\\": 1 }</b>"}""";

	private final TestDatabase platform = TestPostgres.server().createDatabase();

	private final TestDatabase query = TestPostgres.server().createDatabase();

	@Test
	void pageShowsTheAppliedMigrations() {
		try (SampleProcess sample = SampleProcess.on(this.platform, this.query).awaitServing()) {
			assertThat(sample.get("/").body()).contains("<title>Event platform");
			assertThat(sample.<List<String>>read("/actuator/migrations", "$.services[*].service"))
				.containsExactly("ingestion", "eventhandler", "query");
			assertThat(sample.<List<String>>read("/actuator/migrations", "$.services[*].migrations[*].appliedAt"))
				.hasSizeGreaterThanOrEqualTo(15);
		}
	}

	@Test
	void secondStartAppliesNothingAndLogsOneLinePerService() {
		try (SampleProcess sample = SampleProcess.on(this.platform, this.query).awaitServing()) {
			sample.stop();
		}
		String before = histories();
		try (SampleProcess sample = SampleProcess.on(this.platform, this.query).awaitServing()) {
			assertThat(sample.output().lines().filter((line) -> line.contains("Service '"))).satisfiesExactly(
					(line) -> assertThat(line).contains("'ingestion'", "nothing to apply"),
					(line) -> assertThat(line).contains("'eventhandler'", "nothing to apply"),
					(line) -> assertThat(line).contains("'query'", "nothing to apply"));
		}
		assertThat(histories()).isEqualTo(before);
	}

	@Test
	void administratorIsCreatedOnceAndWithoutAPassword() {
		try (SampleProcess sample = SampleProcess.on(this.platform, this.query).awaitServing()) {
			assertThat(sample.<List<String>>read("/accounts", "$[*].name")).containsExactly("admin");
			assertThat(sample.<List<Boolean>>read("/accounts", "$[*].has_password")).containsExactly(false);
			assertThat(sample.get("/").body()).contains("id=\"accounts\"");
		}
	}

	@Test
	void passwordOfTheAdministratorIsStoredAsAHashAndPrintedNowhere() {
		String password = "canary-" + UUID.randomUUID();
		Map<String, String> environment = Map.of("SAMPLE_ADMIN_PASSWORD", password);
		try (SampleProcess sample = SampleProcess.on(this.platform, this.query, environment).awaitServing()) {
			String hash = this.platform.query("select password_hash from ingestion.account").get(0);
			assertThat(new BCryptPasswordEncoder().matches(password, hash)).isTrue();
			assertThat(sample.output()).contains("applied '8_create_administrator'")
				.doesNotContain(password)
				.doesNotContain(hash);
			assertThat(sample.get("/accounts").body()).contains("\"has_password\":true").doesNotContain(hash);
		}
	}

	@Test
	void acceptedEventIsCounted() {
		try (SampleProcess sample = SampleProcess.on(this.platform, this.query).awaitServing()) {
			assertThat(sample.post("/events", EVENT).statusCode()).isEqualTo(201);
			awaitCount(sample, 1);
			assertThat(sample.<List<String>>read("/timeline", "$[*].payload")).containsExactly("<b>{ \"id\": 1 }</b>");
		}
	}

	@Test
	void invalidEventIsExplainedAndNotStored() {
		try (SampleProcess sample = SampleProcess.on(this.platform, this.query).awaitServing()) {
			var response = sample.post("/events", "{\"type\": \"Order Placed\", \"source\": \"web-shop\"}");
			assertThat(response.statusCode()).isEqualTo(400);
			assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
			assertThat(response.body()).contains("type must be lower-case words joined by dots");
			assertThat(this.platform.query("select count(*) from ingestion.event")).containsExactly("0");
		}
	}

	@Test
	void eventIsCountedOnceWhenAProcessDiesBetweenTheCommits() {
		try (SampleProcess sample = SampleProcess.on(this.platform, this.query).awaitServing()) {
			sample.post("/events", EVENT);
			awaitHandled("projected");
			awaitCount(sample, 1);
			// As after a kill between the commit in query and the commit in platform.
			this.platform.execute("""
					with undone as (delete from eventhandler.handled_event returning event_id, received_at)
					insert into ingestion.outbox (event_id, received_at) select event_id, received_at from undone""");
			awaitHandled("repeated");
			awaitCount(sample, 1);
		}
	}

	private void awaitCount(SampleProcess sample, int expected) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(
					() -> assertThat(sample.<List<Integer>>read("/counts", "$[*].total")).containsExactly(expected));
	}

	private void awaitHandled(String outcome) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(this.platform.query("select outcome from eventhandler.handled_event"))
				.containsExactly(outcome));
	}

	private String histories() {
		return this.platform.query("table ingestion.schema_migrations_ingestion") + "\n"
				+ this.platform.query("table eventhandler.schema_migrations_eventhandler") + "\n"
				+ this.query.query("table public.schema_migrations_query");
	}

}
