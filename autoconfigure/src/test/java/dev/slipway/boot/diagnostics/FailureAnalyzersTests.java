package dev.slipway.boot.diagnostics;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.slipway.AdoptionRefusedException;
import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.HistoryConflictException;
import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.MigrationFailedException;
import dev.slipway.PendingMigrationsException;
import dev.slipway.PendingMigrationsException.PendingMigration;
import dev.slipway.PendingMigrationsException.State;
import dev.slipway.ScriptPosition;
import dev.slipway.ServerError;
import dev.slipway.SharedHistoryException;
import dev.slipway.SlipwayException;
import dev.slipway.UnknownVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each family of errors has an analyzer that Spring Boot finds, and each says what to do
 * with the service's own property names. The analyzer of configuration errors is tested
 * where they arise, in {@code SlipwayAutoConfigurationTests}.
 */
class FailureAnalyzersTests {

	@Test
	void anotherToolsHistoryIsAnsweredByTheServicesProperty() {
		assertThat(analyze(new DatabaseException("a", Reason.FOREIGN_HISTORY, "There is one.", null)).getAction())
			.contains("set slipway.services.a.ignore-foreign-history=true: all files run then")
			.contains("--slipway.command=adopt --slipway.confirm");
	}

	@Test
	void aTableOfAnotherToolWithOurNameNeedsAnotherNameFirst() {
		assertThat(analyze(new DatabaseException("", Reason.FOREIGN_TABLE, "It is not Slipway's.", null)).getAction())
			.startsWith("Set slipway.table or slipway.schema to a name that no other tool uses.")
			.contains("--slipway.command=adopt takes over what it has applied then.");
	}

	@Test
	void refusedAdoptionSaysHowToLookAgain() {
		FailureAnalysis analysis = analyze(new AdoptionRefusedException("a", "the history cannot be taken over",
				List.of(new AdoptionRefusedException.Problem("One is missing.", "Put it back."))));
		assertThat(analysis.getDescription()).contains("  - One is missing. Put it back.\n")
			.endsWith("Nothing was written.");
		assertThat(analysis.getAction()).contains("--slipway.command=adopt shows what is left")
			.contains("As long as Slipway has applied nothing, the other tool can go on, without"
					+ " slipway.services.a.adopt=auto");
	}

	@Test
	void aFailedScriptIsCorrectedAtItsPlace() {
		FailureAnalysis analysis = analyze(new MigrationFailedException("a", "001_x.sql",
				new ScriptPosition("db/001_x.sql", 3, 4, "  3 | x\n    | ^"),
				new ServerError("ERROR", "no", "42601", null, null, null, 1), List.of(), null));
		assertThat(analysis.getDescription()).startsWith("Migration a 001_x.sql failed at line 3, column 4:");
		assertThat(analysis.getAction()).startsWith("Correct db/001_x.sql:3:4 and start again");
	}

	@Test
	void codeThatFailedIsNamedByItsClass() {
		FailureAnalysis analysis = analyze(MigrationFailedException.ofCode("a", "2_x", "org.example.Two", "Two.java:7",
				new ServerError("ERROR", "no", "42601", null, null, null, 1), List.of(), null, null));
		assertThat(analysis.getDescription()).startsWith("Migration a 2_x failed in org.example.Two (Two.java:7):");
		assertThat(analysis.getAction()).startsWith("Correct org.example.Two, or what it needs, and start again");
	}

	@ParameterizedTest
	@EnumSource(InvalidMigrationsException.Kind.class)
	void everyProblemWithFilesHasARemedy(InvalidMigrationsException.Kind kind) {
		FailureAnalysis analysis = analyze(
				new InvalidMigrationsException("a", List.of(new FileProblem(kind, "The problem."))));
		assertThat(analysis.getDescription()).startsWith("Service 'a' cannot use its migration files:")
			.contains("The problem.");
		assertThat(analysis.getAction()).isNotBlank();
	}

	@Test
	void theRemedyOfAnEmptyLocationNamesTheServicesProperty() {
		FileProblem problem = new FileProblem(InvalidMigrationsException.Kind.EMPTY_LOCATION, "Empty.");
		assertThat(analyze(new InvalidMigrationsException("a", List.of(problem))).getAction())
			.contains("correct slipway.services.a.locations");
		assertThat(analyze(new InvalidMigrationsException("", List.of(problem))).getAction())
			.contains("correct slipway.locations");
	}

	@Test
	void theRemedyOfDuplicatesNamesTheServicesProperty() {
		FileProblem problem = new FileProblem(InvalidMigrationsException.Kind.DUPLICATE_VERSION, "Twice.");
		assertThat(analyze(new InvalidMigrationsException("a", List.of(problem))).getAction())
			.contains("set slipway.services.a.duplicate-versions=by-name");
	}

	@Test
	void remediesOfConflictsAreSaidOnceEach() {
		FailureAnalysis analysis = analyze(new HistoryConflictException("a", "t",
				List.of(new Conflict(HistoryConflictException.Kind.CHANGED, "1", "One."),
						new Conflict(HistoryConflictException.Kind.CHANGED, "2", "Two."),
						new Conflict(HistoryConflictException.Kind.OUT_OF_ORDER, "3", "Three.")),
				List.of()));
		assertThat(analysis.getDescription()).contains("- One.", "- Two.", "- Three.");
		assertThat(analysis.getAction()).containsOnlyOnce("Restore the file as it was applied")
			.contains("set slipway.services.a.out-of-order=true");
	}

	@Test
	void whatIsPendingIsAppliedFirstAndAWaitCanBeLonger() {
		List<PendingMigration> pending = List.of(new PendingMigration("a", "001_x", State.NEW, 0));
		FailureAnalysis refused = analyze(new PendingMigrationsException(pending, null));
		assertThat(refused.getDescription()).startsWith("Service 'a' is not up to date: 1 migration is pending:");
		assertThat(refused.getAction()).contains("slipway.mode=migrate", "--slipway.command=migrate");
		FailureAnalysis waited = analyze(new PendingMigrationsException(pending, Duration.ofMinutes(10)));
		assertThat(waited.getDescription()).contains("has waited 600 s");
		assertThat(waited.getAction()).contains("slipway.wait-timeout");
	}

	@ParameterizedTest
	@EnumSource(Reason.class)
	void everyReasonOfADatabaseHasARemedy(Reason reason) {
		FailureAnalysis analysis = analyze(new DatabaseException("a", reason, "what happened", null));
		assertThat(analysis.getDescription()).isEqualTo("Service 'a': what happened");
		assertThat(analysis.getAction()).isNotBlank();
	}

	/**
	 * What is down, wrong, missing, used up, hidden or made otherwise is not one thing.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = ';',
			textBlock = """
					UNREACHABLE; set slipway.services.a.connect-retries=10.
					UNREACHABLE; the host and the port of slipway.services.a.url (or spring.datasource.url, where that is not set)
					LOGIN_REFUSED; slipway.services.a.username (or spring.datasource.username, where that is not set)
					LOGIN_REFUSED; pg_hba.conf
					MISSING_DATABASE; Create the database
					TOO_MANY_CONNECTIONS; max_connections
					DATA_SOURCE_FAILED; Set slipway.services.a.data-source to the DataSource bean of one database
					WRAPPED_CONNECTION; set slipway.services.a.url, slipway.services.a.username and slipway.services.a.password.
					MISSING_ROLE; With slipway.services.a.role=none migrations run as the login itself
					NOT_POSTGRESQL; a DataSource of PostgreSQL's own driver
					POOLED_SETTINGS; set slipway.services.a.url to a JDBC URL with the server's own host and port
					""")
	void eachKindOfMissingConnectionHasARemedyOfItsOwn(Reason reason, String remedy) {
		assertThat(analyze(new DatabaseException("a", reason, "what happened", null)).getAction()).contains(remedy);
	}

	@Test
	void remediesOfMissingConnectionsAreAllDifferent() {
		assertThat(Stream
			.of(Reason.UNREACHABLE, Reason.LOGIN_REFUSED, Reason.MISSING_DATABASE, Reason.TOO_MANY_CONNECTIONS,
					Reason.DATA_SOURCE_FAILED, Reason.WRAPPED_CONNECTION, Reason.MISSING_ROLE, Reason.NOT_POSTGRESQL)
			.map((reason) -> analyze(new DatabaseException("a", reason, "what happened", null)).getAction()))
			.doesNotHaveDuplicates();
	}

	@Test
	void theRemedyOfASharedTableNamesBothServices() {
		assertThat(analyze(new SharedHistoryException("", "b", "t")).getAction()).contains("slipway.table or ",
				"slipway.services.b.table");
	}

	@Test
	void theRemedyOfAnUnknownVersionNamesTheOption() {
		assertThat(analyze(new UnknownVersionException("a", "4", List.of("3", "5"))).getAction())
			.contains("MigratorOptions.withTarget");
	}

	private static FailureAnalysis analyze(SlipwayException failure) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, cause) -> {
				// Some of Spring Boot's own need an application context.
			}))
			.stream()
			.filter((analyzer) -> analyzer.getClass().getPackage() == FailureAnalyzersTests.class.getPackage())
			.map((analyzer) -> analyzer.analyze(new IllegalStateException("wrapped", failure)))
			.filter((analysis) -> analysis != null)
			.reduce((one, two) -> {
				throw new AssertionError("two analyzers for one failure");
			})
			.orElseThrow();
	}

}
