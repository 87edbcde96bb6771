package dev.slipway.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigrationFailedException;
import dev.slipway.Migrator;
import dev.slipway.testing.Canary;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPooler;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Migrations as another role than that of the connection, which has no rights of its own
 * and inherits none: whatever did not run as the role would fail.
 */
class RoleTests {

	private static final String STEPWISE = """
			create table t as select current_user::text as who;
			create index concurrently on t (who);
			vacuum t;
			create table u as select current_user::text as who;
			""";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final String owner = "owner_" + this.database.name();

	private final String login = "login_" + this.database.name();

	private final Path folder;

	private final Scripts scripts;

	RoleTests(@TempDir Path folder) {
		this.folder = folder;
		this.scripts = new Scripts(folder.resolve("scripts"));
	}

	@BeforeEach
	void createRoles() {
		this.database.execute("create role " + this.owner);
		this.database.execute("create role " + this.login + " login noinherit password '" + Canary.value() + "'");
		this.database.execute("grant " + this.owner + " to " + this.login);
		this.database.execute("revoke all on schema public from public");
		this.database.execute("grant usage, create on schema public to " + this.owner);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?preferQueryMode=simple" })
	void scriptsAndTheHistoryAreThoseOfTheRole(String parameters) {
		this.scripts
			.write("001_t.sql", "create table t as select current_user::text as who, session_user::text as login")
			.write("002_u.sql", "create table u as select current_user::text as who");
		Migrator migrator = migrator(parameters);
		migrator.migrate();
		migrator.validate();
		assertThat(migrator.migrate().applied()).isEmpty();
		assertThat(this.database.query("select * from t")).containsExactly(this.owner + "|" + this.login);
		assertThat(this.database.query("select * from u")).containsExactly(this.owner);
		assertOwners("t", "u", "schema_migrations");
	}

	@Test
	void historyIsWrittenAsTheRoleWhateverRoleAScriptHasLeft() {
		this.scripts.write("001_reset.sql", "create table t (i int); reset role;")
			.write("002_other.sql", "create table u (i int); set role none;")
			.write("003_all.sql", "create table v (i int); reset all; set session authorization default");
		migrator("").migrate();
		assertOwners("t", "u", "v");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?preferQueryMode=simple" })
	void statementsThatRefuseATransactionRunAsTheRole(String parameters) {
		this.scripts.write("001_stepwise.sql", STEPWISE);
		Migrator migrator = migrator(parameters);
		migrator.migrate();
		migrator.validate();
		assertOwners("t", "u", "t_who_idx");
	}

	@Test
	void fileThatFailedInTheMiddleGoesOnAsTheRole() {
		this.scripts.write("001_stepwise.sql", STEPWISE + "create index concurrently on u (none);");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> migrator("").migrate());
		this.scripts.write("001_stepwise.sql", STEPWISE + "create index concurrently on u (who);");
		migrator("").migrate();
		assertOwners("u_who_idx");
		assertThat(this.database.query("select state, statements from schema_migrations")).containsExactly("applied|5");
	}

	@Test
	void callbacksRunAsTheRole() {
		this.scripts.write("beforeMigrate.sql", "create table if not exists called (i int)")
			.write("V1__t.sql", "create table t (i int)")
			.write("afterEachMigrate.sql", "insert into called values (1)")
			.write("R__view.sql", "create or replace view w as select * from t");
		migrator("").migrate();
		assertOwners("called", "t", "w");
		assertThat(this.database.query("select count(*) from called")).containsExactly("2");
	}

	@Test
	void connectionGoesBackWithItsOwnRole() throws Exception {
		String pools = "pools_" + this.database.name();
		this.database.execute("create role " + pools + "; grant " + pools + " to " + this.login);
		this.scripts.write("001_t.sql", "create table t (i int)").write("002_stepwise.sql", "vacuum t");
		try (HikariDataSource pool = connected().pool((config) -> {
			config.setConnectionInitSql("set role " + pools);
			config.setMaximumPoolSize(2);
		})) {
			Migrator.of(pool, this.scripts.options().withRole(this.owner)).migrate();
			try (var one = pool.getConnection(); var other = pool.getConnection()) {
				assertThat(TestDatabase.query(one, "select current_user")).containsExactly(pools);
				assertThat(TestDatabase.query(other, "select current_user")).containsExactly(pools);
			}
		}
		assertOwners("t");
	}

	@Test
	void roleThatDoesNotExistIsNamed() {
		this.scripts.write("001_t.sql", "create table t (i int)");
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(
					() -> Migrator.of(connected().dataSource(), this.scripts.options().withRole("no\"such")).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.MISSING_ROLE))
			.withMessageContaining("the role 'no\"such' to work as does not exist.")
			.withMessageContaining("Nothing was applied.");
	}

	@Test
	void missingMembershipIsNamedAsTheGrantThatHelps() {
		this.scripts.write("001_t.sql", "create table t (i int)");
		this.database.execute("revoke " + this.owner + " from " + this.login);
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> migrator("").migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.MISSING_PRIVILEGE))
			.satisfies((failure) -> this.database.execute(grants(failure)))
			.withMessageContaining("permission denied to set role");
		migrator("").migrate();
	}

	@Test
	void missingGrantIsOneToTheRole() {
		this.scripts.write("001_t.sql", "create table t (i int)");
		Migrator.of(this.database.dataSource(), this.scripts.options()).migrate();
		this.scripts.write("002_u.sql", "create table u (i int)");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> migrator("").migrate())
			.satisfies((failure) -> assertThat(grants(failure))
				.isEqualTo("GRANT SELECT ON public.schema_migrations TO " + this.owner))
			.satisfies((failure) -> this.database.execute(grants(failure)));
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> migrator("").migrate())
			.satisfies((failure) -> this.database.execute(grants(failure)));
		migrator("").migrate();
		assertOwners("u");
	}

	@Test
	void historyOfAnotherToolIsRecognizedAsTheRoleSeesIt() {
		this.scripts.write("001_t.sql", "create table t (i int)");
		this.database.execute("create table schema_migrations (version bigint, dirty boolean)");
		this.database.execute("grant select on schema_migrations to " + this.owner);
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> migrator("").migrate())
			.withMessageContaining("golang-migrate");
	}

	@Test
	void noneIsTheRoleOfTheConnection() {
		assertThat(this.scripts.options().withRole("none")).isEqualTo(this.scripts.options());
	}

	@Test
	@EnabledIf("dev.slipway.testing.TestPooler#isInstalled")
	void throughAPoolerNoSessionKeepsTheRole() throws Exception {
		this.scripts.write("001_t.sql", "create table t as select current_user::text as who")
			.write("002_stepwise.sql",
					"-- slipway: no-transaction\ncreate table u as select current_user::text as who;");
		try (TestPooler pooler = pooler()) {
			TestDatabase pooled = pooler.database().as(this.login, Canary.value());
			Migrator migrator = Migrator.of(pooled.dataSource(), this.scripts.options().withRole(this.owner));
			migrator.migrate();
			migrator.validate();
			assertOwners("t", "u", "schema_migrations");
			for (int i = 0; i < 8; i++) {
				assertThat(pooled.query("select current_user, current_setting('role')"))
					.containsExactly(this.login + "|none");
			}
		}
	}

	@Test
	@EnabledIf("dev.slipway.testing.TestPooler#isInstalled")
	void throughAPoolerAStatementThatRefusesATransactionIsRefusedBeforeAnythingRuns() throws Exception {
		this.scripts.write("001_t.sql", "create table t (i int)").write("002_vacuum.sql", "vacuum t");
		try (TestPooler pooler = pooler()) {
			assertThatExceptionOfType(DatabaseException.class)
				.isThrownBy(
						() -> Migrator
							.of(pooler.database().as(this.login, Canary.value()).dataSource(),
									this.scripts.options().withRole(this.owner))
							.migrate())
				.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.POOLED_SETTINGS))
				.withMessageContaining(
						"002_vacuum.sql:1:1: this statement runs outside of a transaction, and depends on"
								+ " the role of the service.");
		}
		assertThat(this.database.query("select to_regclass('t')")).containsExactly("null");
	}

	private TestPooler pooler() throws Exception {
		Path configuration = Files.createDirectories(this.folder.resolve("pooler"));
		return TestPooler.start(this.database.as(this.login, Canary.value()), configuration, 4);
	}

	/** The statement that a message says to run. */
	private static String grants(DatabaseException failure) {
		return String.valueOf(failure.getMessage())
			.replaceAll("(?s).*The role lacks:\n\n  (.*?);\n.*", "$1")
			.replaceAll("(?s).*The role lacks:\n\n  (.*);$", "$1");
	}

	private void assertOwners(String... relations) {
		for (String relation : relations) {
			assertThat(this.database
				.query("select pg_get_userbyid(relowner) from pg_class where oid = '" + relation + "'::regclass"))
				.as("owner of %s", relation)
				.isEqualTo(List.of(this.owner));
		}
	}

	private Migrator migrator(String parameters) {
		return Migrator.of(connected().dataSource(parameters), this.scripts.options().withRole(this.owner));
	}

	private TestDatabase connected() {
		return this.database.as(this.login, Canary.value());
	}

}
