package dev.slipway.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import javax.sql.DataSource;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.Timeouts;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * History tables that a role made or can change which shares the database with Slipway's
 * role and is not trusted.
 */
@ExtendWith(OutputCaptureExtension.class)
class UntrustedHistoryTests {

	private static final String COLUMNS = """
			version text, name text not null, applied_at timestamptz not null default now(),
			id bigint generated always as identity primary key, kind text not null, checksum text not null,
			state text not null, statements int not null, applied_by text not null default session_user,
			duration interval not null, run_id uuid not null, undo_script text,
			counted_in xid8 not null default pg_current_xact_id(), unique (version, name)""";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final String attackerName = "attacker_" + this.database.name();

	private final String ownerName = "owner_" + this.database.name();

	private final TestDatabase attacker = this.database.as(this.attackerName, "secret");

	private final TestDatabase owner = this.database.as(this.ownerName, "secret");

	private final Scripts scripts;

	UntrustedHistoryTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("001_one.sql", "create table t(i int)");
	}

	/** As everybody may do in the schema public up to PostgreSQL 14. */
	@BeforeEach
	void letBothCreate() {
		for (String role : List.of(this.attackerName, this.ownerName)) {
			this.database.execute("create role " + role + " login password 'secret'");
			this.database.execute("grant create on schema public to " + role);
		}
		// What runs as somebody else than the attacker leaves a trace here.
		this.attacker.execute("create table traces(who text)");
		this.attacker.execute("grant insert on traces to public");
		this.attacker.execute("""
				create function trace() returns boolean language plpgsql as $$ begin
				insert into public.traces values (current_user); return true; end $$""");
	}

	@Test
	void viewOfAnotherRoleIsRefusedBeforeItIsRead() {
		this.attacker.execute("create table rows(" + COLUMNS + ")");
		this.attacker.execute("create view schema_migrations as select * from rows where trace()");
		this.attacker.execute("grant all on rows, schema_migrations to public");
		assertRefused(this.owner).withMessageContaining("it is a view of the role " + this.attackerName);
		assertRefused(this.database);
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).validate())
			.withMessageContaining("it is a view");
	}

	@ParameterizedTest
	@CsvSource({ "create materialized view schema_migrations as select 1 as id, materialized view",
			"create sequence schema_migrations, sequence",
			"create type schema_migrations as (version text), relation of kind c" })
	void whatIsNoTableIsRefused(String sql, String what) {
		this.attacker.execute(sql);
		assertRefused(this.owner).withMessageContaining("it is a " + what + " of the role " + this.attackerName);
	}

	@Test
	void tableOfAnotherRoleIsRefused() {
		createByAttacker();
		assertRefused(this.owner).withMessageContaining("it belongs to the role " + this.attackerName);
		assertRefused(this.database);
	}

	@Test
	void tableThatAnotherRoleMakesAfterTheHistoryWasReadIsRefused() {
		Migrator migrator = Migrator.of(new PausingDataSource(this.owner.dataSource(), this::createByAttacker),
				this.scripts.options());
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(migrator::migrate)
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.UNTRUSTED_TABLE));
		assertNothingHappened();
	}

	@Test
	void schemaOfAnotherRoleIsRefused() {
		this.database.execute("grant create on database " + this.database.name() + " to " + this.attackerName);
		this.attacker.execute("create schema app");
		this.attacker.execute("grant usage, create on schema app to public");
		MigratorOptions options = this.scripts.options().withSchema("app", true);
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> Migrator.of(this.owner.dataSource(), options).migrate())
			.withMessageContaining("its schema belongs to the role " + this.attackerName + ", which may drop it");
		assertNothingHappened();
	}

	@ParameterizedTest
	@ValueSource(strings = { "run_id text", "run_id varchar", "id int", "state name" })
	void columnOfAnotherTypeIsRefused(String column) {
		String name = column.substring(0, column.indexOf(' '));
		this.owner.execute("create table schema_migrations(" + COLUMNS + ")");
		this.owner.execute("alter table schema_migrations " + (name.equals("id") ? "alter id drop identity, " : "")
				+ "alter " + name + " type " + column.substring(column.indexOf(' ')));
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> this.scripts.migrator(this.owner).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.FOREIGN_TABLE));
	}

	@Test
	void triggerOfAnotherRoleIsRefused() {
		this.scripts.migrator(this.owner).migrate();
		this.owner.execute("grant trigger on schema_migrations to " + this.attackerName);
		createHarm();
		this.attacker
			.execute("create trigger harmless before insert on schema_migrations for each row execute function harm()");
		this.scripts.write("002_two.sql", "create table two(i int)");
		assertThatRefusalOf(this.owner)
			.withMessageContaining("its trigger harmless runs a function of the role " + this.attackerName);
		assertThat(this.database.query("select to_regclass('two')")).containsExactly("null");
	}

	/** Functions of PostgreSQL's own run what they are given, and no catalog tells. */
	@ParameterizedTest
	@ValueSource(strings = { "when (public.trace())",
			"when (ts_rewrite('a'::tsquery, 'select ''a''::tsquery, ''b''::tsquery where public.trace()') is not null)",
			"when (set_config('search_path', 'public, pg_catalog', true) is not null)", "arguments" })
	void triggerWithAConditionOrArgumentsIsRefused(String condition) {
		this.scripts.migrator(this.owner).migrate();
		this.owner.execute("grant trigger on schema_migrations to " + this.attackerName);
		boolean arguments = condition.equals("arguments");
		this.attacker.execute("create trigger harmless before insert on schema_migrations for each row "
				+ (arguments ? "" : condition) + " execute function suppress_redundant_updates_trigger("
				+ (arguments ? "'public.traces'" : "") + ")");
		this.owner.execute("revoke trigger on schema_migrations from " + this.attackerName);
		this.scripts.write("002_two.sql", "create table two(i int)");
		assertThatRefusalOf(this.owner).withMessageContaining(
				"its trigger harmless has a condition or arguments, and nobody knows who has chosen them");
		assertThat(this.database.query("select to_regclass('two')")).containsExactly("null");
		assertThat(this.database.query("select * from traces")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "SW001, ''", "SW002, ''", "SW003, ''", "SW005, ''", "SW007, ''",
			"SW001, '-- slipway: no-transaction\n'", "SW002, '-- slipway: no-transaction\n'" })
	@Timeout(60)
	void triggerThatRaisesAStateOfSlipwaysOwnEndsTheRun(String state, String header) {
		this.scripts.migrator(this.owner).migrate();
		this.owner.execute("""
				create function raise() returns trigger language plpgsql as $$ begin
				raise sqlstate '%s' using message = 'raised by a trigger'; end $$""".formatted(state));
		this.owner
			.execute("create trigger raising before insert on schema_migrations for each row execute function raise()");
		this.scripts.write("002_two.sql", header + "create table two(i int)");
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> this.scripts.migrator(this.owner).migrate());
		assertThat(this.database.query("select to_regclass('two')")).containsExactly("null");
	}

	@Test
	void triggerThatSetsAnotherPathDoesNotLeadAstray() {
		this.scripts.migrator(this.owner).migrate();
		this.attacker.execute("""
				create function differs(bigint, int) returns boolean language sql
				as 'select public.trace()';
				create operator public.<> (leftarg = bigint, rightarg = int, function = differs)""");
		this.owner.execute("""
				create function own() returns trigger language plpgsql as $$ begin
				perform set_config('search_path', 'public, pg_catalog', false); return new; end $$""");
		this.owner.execute("create trigger own after insert on schema_migrations for each row execute function own()");
		this.scripts.write("002_two.sql", "create table two(i int)");
		assertThat(this.scripts.migrator(this.owner).migrate().applied()).hasSize(1);
		assertThat(this.database.query("select * from traces")).isEmpty();
	}

	@Test
	void triggerThatIsMadeWhileAScriptRunsIsNotRun() {
		this.scripts.migrator(this.owner).migrate();
		this.owner.execute("grant trigger on schema_migrations to " + this.attackerName);
		Migrator migrator = Migrator.of(new PausingDataSource(this.owner.dataSource(), () -> this.attacker.execute("""
				create trigger harmless before insert on schema_migrations for each row when (trace())
				execute function suppress_redundant_updates_trigger()""")), this.scripts.options());
		this.scripts.write("002_two.sql", "create table two(i int)");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(migrator::migrate)
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.UNTRUSTED_TABLE));
		assertThat(this.database.query("select * from traces")).isEmpty();
		assertThat(this.database.query("select to_regclass('two')")).containsExactly("null");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void foreignKeyThatRefersToTheTableIsRefused(boolean whileAScriptRuns) {
		this.scripts.migrator(this.owner).migrate();
		this.owner.execute("grant select, references on schema_migrations to " + this.attackerName);
		Runnable key = () -> this.attacker.execute("create table fk(v text, n text, foreign key (v, n) references "
				+ "schema_migrations(version, name) on update cascade); insert into fk values ('1', 'one')");
		this.scripts.write("002_two.sql", "create table two(i int)");
		DataSource dataSource = this.owner.dataSource();
		if (whileAScriptRuns) {
			dataSource = new PausingDataSource(dataSource, key);
		}
		else {
			key.run();
		}
		Migrator migrator = this.scripts.migrator(dataSource);
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(migrator::migrate)
			.withMessageContaining("a foreign key of public.fk refers to it");
		assertThat(this.database.query("select to_regclass('two')")).containsExactly("null");
	}

	@ParameterizedTest
	@ValueSource(strings = { "'{custom}', '{\"search_path\": \"public, pg_catalog\"}'",
			"'{settings,search_path}', '\"public, pg_catalog\"'" })
	void sessionThatAFunctionOfAnotherRoleForgesIsNotRestored(String forged) {
		this.attacker.execute("""
				create function forge() returns int language plpgsql security definer as $$
				declare c refcursor := 'slipway_session'; state jsonb; begin
				fetch c into state; execute 'close slipway_session';
				state := jsonb_set(state, %s);
				execute format('declare slipway_session cursor for select %%L::jsonb', state);
				return 1; end $$""".formatted(forged));
		this.scripts.write("001_one.sql", "create table t(i int); select public.forge()");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> this.scripts.migrator(this.owner).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.CURSOR_LOST));
		assertNothingHappened();
	}

	/** What the cursor's query shows must not be enough to seal another state. */
	@Test
	void sessionThatAFunctionOfAnotherRoleSealsIsNotRestored() {
		this.attacker.execute(
				"""
									create function forge() returns int language plpgsql security definer as $$
									declare c refcursor := 'slipway_session'; state jsonb; body jsonb; key text; begin
									select substring(statement from $r$concat\\('([0-9a-f]{16})'$r$) into key
									from pg_cursors where name = 'slipway_session';
									fetch c into state; execute 'close slipway_session';
									body := jsonb_set(state - 'seal', '{settings,search_path}', '"public, pg_catalog"');state:=body||

						jsonb_build_object('seal',
									encode(sha256(convert_to(concat(key, body, key), 'UTF8')), 'hex'));

						execute format('declare slipway_session cursor for select %L::jsonb', state);
									return 1; end $$""");
		this.scripts.write("001_one.sql", "create table t(i int); select public.forge()");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> this.scripts.migrator(this.owner).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.CURSOR_LOST));
		assertNothingHappened();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "vacuum;\n", "-- slipway: no-transaction\n" })
	void triggerThatIsMadeInTheTransactionOfTheScriptIsNotRun(String begin) {
		this.scripts.migrator(this.owner).migrate();
		this.owner.execute("grant trigger on schema_migrations to " + this.attackerName);
		createHarm();
		this.attacker.execute("""
				create function attach() returns int language plpgsql security definer as $$ begin
				create trigger harm before insert or update on public.schema_migrations
				for each row execute function public.harm();
				return 1; end $$""");
		this.scripts.write("002_two.sql", begin + "create table two(i int);\nselect public.attach()");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> this.scripts.migrator(this.owner).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.UNTRUSTED_TABLE))
			.withMessageContaining("its trigger harm runs a function of the role " + this.attackerName);
		assertThat(this.database.query("select * from traces")).isEmpty();
		assertThat(this.database.query("select count(*) from schema_migrations where state = 'applied'"))
			.containsExactly("1");
	}

	@Test
	void triggerOfTheOwnersOwnMayComeWithAFile() {
		this.scripts.write("001_one.sql", """
				create table audit(version text);
				create function audit() returns trigger language plpgsql as $$ begin
				insert into public.audit values (new.version); return new; end $$;
				create trigger audit after insert on schema_migrations for each row execute function audit()""");
		assertThat(this.scripts.migrator(this.owner).migrate().applied()).hasSize(1);
		assertThat(this.database.query("select version from audit")).containsExactly("1");
	}

	/**
	 * A transaction at a level that keeps the snapshot of its first query sees no trigger
	 * that came while it waited for the table.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "repeatable read", "serializable" })
	void triggerThatComesWhileTheTableIsWaitedForIsNotRun(String isolation) throws Exception {
		this.scripts.migrator(this.owner).migrate();
		this.owner.execute("grant trigger on schema_migrations to " + this.attackerName);
		createHarm();
		this.scripts.write("002_two.sql", "vacuum;\ncreate table two(i int);");
		DataSource dataSource = this.owner
			.dataSource("?options=-c%20default_transaction_isolation=" + isolation.replace(" ", "%5C%20"));
		try (Connection connection = this.attacker.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("create trigger harm before insert or update on schema_migrations "
					+ "for each row execute function harm()");
			CompletableFuture<?> migration = CompletableFuture
				.runAsync(() -> Migrator.of(dataSource, this.scripts.options()).migrate());
			await().until(() -> !this.database
				.query("select 1 from pg_locks where relation = 'public.schema_migrations'::regclass and not granted")
				.isEmpty());
			connection.commit();
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(migration::get)
				.withCauseInstanceOf(DatabaseException.class);
		}
		assertThat(this.database.query("select * from traces")).isEmpty();
	}

	@Test
	void transactionThatKeepsTheHistoryFromBeingWrittenIsNamed() throws Exception {
		this.scripts.migrator(this.owner).migrate();
		this.owner.execute("grant trigger on schema_migrations to " + this.attackerName);
		this.scripts.write("002_two.sql", "vacuum;\ncreate table two(i int);");
		try (Connection connection = this.attacker.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("create trigger harmless before update on schema_migrations for each row "
					+ "execute function suppress_redundant_updates_trigger()");
			Timeouts timeouts = Timeouts.DEFAULT.withLockTimeout(Duration.ofSeconds(2)).withLockRetries(1);
			assertThatExceptionOfType(DatabaseException.class).isThrownBy(
					() -> Migrator.of(this.owner.dataSource(), this.scripts.options().withTimeouts(timeouts)).migrate())
				.withMessageContaining("Tried 2 times. In the way: ")
				.withMessageContaining("user " + this.attackerName);
			connection.rollback();
		}
		assertThat(this.scripts.migrator(this.owner).migrate().applied()).hasSize(1);
	}

	@Test
	void typeOfAnotherRoleInThePlaceOfTheTableIsNamed() {
		this.attacker.execute("create domain schema_migrations as int");
		assertRefused(this.owner).withMessageContaining(
				"a type of its name, which belongs to the role " + this.attackerName + ", is in its place");
	}

	@Test
	void triggerThatIsMadeBetweenTheCheckAndTheWriteIsNotRun() {
		this.scripts.migrator(this.owner).migrate();
		this.owner.execute("create function own() returns trigger language plpgsql as $$ begin return new; end $$");
		this.owner.execute("create trigger own before insert on schema_migrations for each row execute function own()");
		this.owner.execute("grant trigger on schema_migrations to " + this.attackerName);
		createHarm();
		this.scripts.write("002_two.sql", "create table two(i int)");
		Migrator migrator = Migrator.of(new PausingDataSource(this.owner.dataSource(), () -> this.attacker.execute(
				"create or replace trigger own before insert on schema_migrations for each row execute function harm()")),
				this.scripts.options());
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(migrator::migrate)
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.UNTRUSTED_TABLE));
		assertThat(this.database.query("select * from traces")).isEmpty();
		assertThat(this.database.query("select to_regclass('two')")).containsExactly("null");
	}

	@Test
	void triggerOfTheOwnersOwnIsRun() {
		this.scripts.migrator(this.owner).migrate();
		this.owner.execute("create table audit(version text)");
		this.owner.execute("""
				create function audit() returns trigger language plpgsql as $$ begin
				insert into public.audit values (new.version); return new; end $$""");
		this.owner
			.execute("create trigger audit after insert on schema_migrations for each row execute function audit()");
		this.scripts.write("002_two.sql", "create table two(i int)");
		this.scripts.migrator(this.owner).migrate();
		assertThat(this.database.query("select version from audit")).containsExactly("2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "001_one.sql", "002_vacuum.sql" })
	void rowThatATriggerLeavesOutIsNoticed(String file) {
		this.owner.execute("create table schema_migrations(" + COLUMNS + ")");
		trigger("return null");
		this.scripts.write(file, "create table z(i int);" + (file.contains("vacuum") ? "vacuum" : ""));
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> this.scripts.migrator(this.owner).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.ROW_LOST))
			.withMessageContaining("the row that was written is not there (SW007)")
			.withMessageContaining("Nothing was applied.");
		assertThat(this.database.query("select to_regclass('z')")).containsExactly("null");
	}

	@ParameterizedTest
	@ValueSource(strings = { "new.version := 'x'", "new.run_id := gen_random_uuid()", "new.state := 'failed'" })
	void rowThatATriggerChangesIsNoticed(String change) {
		this.owner.execute("create table schema_migrations(" + COLUMNS + ")");
		trigger(change + "; return new");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> this.scripts.migrator(this.owner).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.ROW_LOST));
		assertThat(this.database.query("select to_regclass('t')")).containsExactly("null");
	}

	@Test
	void rowThatADeferredTriggerDeletesIsNoticed() {
		this.owner.execute("create table schema_migrations(" + COLUMNS + ")");
		this.owner.execute("""
				create function lose() returns trigger language plpgsql as $$ begin
				delete from public.schema_migrations; return null; end $$""");
		this.owner.execute("create constraint trigger lose after insert on schema_migrations deferrable "
				+ "initially deferred for each row execute function lose()");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> this.scripts.migrator(this.owner).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.ROW_LOST));
		this.scripts.write("001_one.sql", "create table t(i int); vacuum");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> this.scripts.migrator(this.owner).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.ROW_LOST));
		assertThat(this.database.query("select to_regclass('t')")).containsExactly("null");
	}

	@Test
	void countThatATriggerLeavesOutIsNoticed() {
		this.owner.execute("create table schema_migrations(" + COLUMNS + ")");
		this.owner.execute("create function lose() returns trigger language plpgsql as $$ begin return null; end $$");
		this.owner
			.execute("create trigger lose before update on schema_migrations for each row execute function lose()");
		this.scripts.write("001_one.sql", "create table t(i int); vacuum; create table u(i int)");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> this.scripts.migrator(this.owner).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.ROW_LOST));
		assertThat(this.database.query("select to_regclass('t')")).containsExactly("null");
	}

	/** PostgreSQL takes h.run_id for a call, run_id(h), where there is no such column. */
	@Test
	void functionInThePlaceOfAColumnIsNotCalled() {
		this.attacker.execute("create table schema_migrations(" + COLUMNS.replace("run_id uuid not null, ", "") + ")");
		this.attacker.execute("""
				create function run_id(schema_migrations) returns uuid language plpgsql as $$ begin
				perform public.trace(); return gen_random_uuid(); end $$""");
		this.attacker.execute("grant all on schema_migrations to public");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> this.scripts.migrator(this.owner).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.FOREIGN_TABLE));
		assertNothingHappened();
	}

	@Test
	void ruleIsRefused() {
		this.owner.execute("create table schema_migrations(" + COLUMNS + ")");
		this.owner.execute("create rule gone as on insert to schema_migrations do instead nothing");
		assertRefused(this.owner).withMessageContaining("it has the rule gone");
	}

	@Test
	void rowLevelSecurityThatMayHideRowsIsRefused() {
		this.scripts.migrator(this.owner).migrate();
		this.owner.execute("alter table schema_migrations enable row level security");
		assertThat(this.scripts.migrator(this.owner).migrate().applied()).isEmpty();
		this.owner.execute("alter table schema_migrations force row level security");
		assertThatRefusalOf(this.owner)
			.withMessageContaining("row level security may hide rows of it from the role " + this.ownerName);
	}

	@Test
	void unloggedTableIsRefused() {
		this.owner.execute("create unlogged table schema_migrations(" + COLUMNS + ")");
		assertRefused(this.owner).withMessageContaining("it is unlogged");
	}

	@Test
	void childTableOfAnotherRoleIsNotRead() {
		this.scripts.migrator(this.owner).migrate();
		this.owner.execute("create table child() inherits (schema_migrations)");
		this.owner
			.execute("insert into child select '9', 'nine', now(), 99, 'versioned', 'x', 'applied', 1, 'me', '0', "
					+ "gen_random_uuid()");
		assertThat(this.scripts.migrator(this.owner).migrate().ahead()).isEmpty();
	}

	@Test
	void membershipThatAnUntrustedRoleHasGrantedDoesNotCount() {
		String team = "team_" + this.database.name();
		this.database.execute("create role " + team);
		this.database.execute("grant create on schema public to " + team);
		this.database.execute("grant " + team + " to " + this.attackerName + " with admin option");
		createByAttacker();
		this.attacker.execute("alter table schema_migrations owner to " + team);
		this.attacker.execute("grant " + team + " to " + this.ownerName);
		assertRefused(this.owner).withMessageContaining("it belongs to the role " + team);
	}

	/** PostgreSQL 15 and newer refuse the grant. */
	@Test
	void roleThatMakesSlipwaysRoleAMemberOfItselfIsNotTrusted() {
		createByAttacker();
		try {
			this.attacker.execute("grant " + this.attackerName + " to " + this.ownerName);
		}
		catch (IllegalStateException ex) {
			assertThat(ex.getCause()).hasMessageContaining("permission denied");
		}
		assertRefused(this.owner);
	}

	@Test
	void tableOfAGroupIsUsedWhileAllItsMembersAreTrusted() {
		String group = "group_" + this.database.name();
		this.database.execute("create role " + group);
		createByGroup(group);
		this.database.execute("grant all on schema_migrations to " + this.ownerName);
		assertRefused(this.owner);
		this.database.execute("grant " + group + " to " + this.ownerName);
		assertThat(this.scripts.migrator(this.owner).migrate().applied()).hasSize(1);
		this.database.execute("grant " + group + " to " + this.attackerName);
		assertThatRefusalOf(this.owner).withMessageContaining("it belongs to the role " + group);
		assertThat(Migrator.of(this.owner.dataSource(), this.scripts.options().withTrustedRoles(group))
			.migrate()
			.applied()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void groupThatSomebodyElseCanActAsIsNotTrusted(boolean predefined) {
		String group = predefined ? "pg_read_all_stats" : "login_" + this.database.name();
		if (!predefined) {
			this.database.execute("create role " + group + " login");
		}
		createByGroup(group);
		this.database.execute("grant all on schema_migrations to public");
		this.database.execute("grant " + group + " to " + this.ownerName);
		assertRefused(this.owner).withMessageContaining("it belongs to the role " + group);
		// The server's predefined roles are shared by all tests.
		this.database.execute("drop table schema_migrations; revoke create on schema public from " + group + "; revoke "
				+ group + " from " + this.ownerName);
	}

	@Test
	void tableOfTheDatabasesOwnerIsUsed() {
		this.scripts.migrator(this.owner).migrate();
		this.owner.execute("grant select on schema_migrations to " + this.attackerName);
		assertThatRefusalOf(this.attacker).withMessageContaining("it belongs to the role " + this.ownerName);
		this.database.execute("alter database " + this.database.name() + " owner to " + this.ownerName);
		assertThat(this.scripts.migrator(this.attacker).validate().version()).isEqualTo("1");
	}

	@Test
	void tableOfARoleThatTheConfigurationTrustsIsUsed() {
		this.scripts.migrator(this.owner).migrate();
		this.owner.execute("grant select on schema_migrations to " + this.attackerName);
		assertThat(Migrator.of(this.attacker.dataSource(), this.scripts.options().withTrustedRoles(this.ownerName))
			.validate()
			.version()).isEqualTo("1");
	}

	@Test
	void superuserTrustsNotEverybodyWhoseRoleItCouldTake() {
		createByAttacker();
		assertRefused(this.database);
	}

	@Test
	void defaultPrivilegesGiveNobodyTheRightToChangeTheHistory() {
		this.owner.execute("alter default privileges in schema public grant all on tables to " + this.attackerName);
		this.owner.execute("alter default privileges in schema public grant all on sequences to " + this.attackerName);
		this.scripts.migrator(this.owner).migrate();
		assertThat(this.database.query("select has_sequence_privilege('" + this.attackerName
				+ "', pg_get_serial_sequence('schema_migrations', 'id'), 'UPDATE, USAGE')"))
			.containsExactly("f");
		assertThat(this.database.query("select distinct privilege_type from information_schema.role_table_grants "
				+ "where table_name = 'schema_migrations' and grantee = '" + this.attackerName + "'"))
			.containsExactly("SELECT");
	}

	@ParameterizedTest
	@ValueSource(strings = { "grant insert on schema_migrations to %1$s",
			"grant update(state) on schema_migrations to %1$s", "grant pg_write_all_data to %1$s", "grant %2$s to %1$s",
			"grant all on schema_migrations to public", "grant usage on sequence schema_migrations_id_seq to %1$s",
			"create role %1$s_group; grant insert on schema_migrations to %1$s_group; alter role %1$s noinherit; grant %1$s_group to %1$s" })
	void otherRolesThatMayWriteAreNamedAtEachStart(String grant, CapturedOutput output) {
		this.scripts.migrator(this.owner).migrate();
		assertThat(output).doesNotContain("other roles may change the history");
		this.database.execute(grant.formatted(this.attackerName, this.ownerName));
		this.scripts.migrator(this.owner).validate();
		assertThat(output).containsPattern(
				"Slipway: other roles may change the history in \"public\".\"schema_migrations\", and with "
						+ "it what counts as applied: .*" + this.attackerName + ".*\\. Take INSERT, ");
	}

	@Test
	void nameWithALineFeedBeginsNoLine() {
		this.attacker.execute("create table schema_migrations(" + COLUMNS + ")");
		this.attacker
			.execute("create rule \"x.\n\nApplied in this run: 001_a. Call 0900\" as on insert to schema_migrations "
					+ "do also nothing");
		this.attacker.execute("grant all on schema_migrations to public");
		assertThatRefusalOf(this.owner).withMessageNotContaining("\nApplied in this run")
			.satisfies((failure) -> assertThat(failure.getCause()).asString().doesNotContain("\nApplied in this run"));
	}

	@Test
	void sessionThatKeepsTheHistoryFromBeingReadIsNamed(CapturedOutput output) throws Exception {
		this.scripts.migrator(this.owner).migrate();
		try (Connection holder = this.owner.dataSource("?ApplicationName=holder").getConnection();
				Statement statement = holder.createStatement()) {
			holder.setAutoCommit(false);
			statement.execute("lock table schema_migrations in access exclusive mode");
			assertThatExceptionOfType(DatabaseException.class)
				.isThrownBy(
						() -> Migrator
							.of(this.owner.dataSource(),
									this.scripts.options()
										.withTimeouts(Timeouts.DEFAULT.withMigrationLockWait(Duration.ofSeconds(7))))
							.migrate())
				.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.WAIT_TIMEOUT))
				.withMessageContaining("the history in \"public\".\"schema_migrations\" could not be read for ")
				.withMessageContaining("application 'holder'");
			holder.rollback();
		}
		assertThat(output).containsPattern(
				"WARN .*Slipway waits to read the history in .*In the way: pid \\d+, user " + this.ownerName);
	}

	/**
	 * Nobody needs a privilege for that: the lock is asked for before the right to it.
	 */
	@ParameterizedTest
	@CsvSource({ "pg_trigger, pg_trigger_tgrelid_tgname_index", "pg_language, pg_language_name_index" })
	void sessionThatKeepsACatalogFromBeingReadIsNamed(String catalog, String index) throws Exception {
		this.scripts.migrator(this.owner).migrate();
		TestDatabase locker = this.attacker.as(this.attackerName, "secret");
		try (Connection reader = this.attacker.dataSource().getConnection();
				Statement statement = reader.createStatement()) {
			reader.setAutoCommit(false);
			statement.execute("select count(*) from " + catalog);
			CompletableFuture<?> lock = CompletableFuture
				.runAsync(() -> locker.execute("alter index pg_catalog." + index + " depends on extension plpgsql"));
			await()
				.until(() -> !this.database.query("select 1 from pg_locks where locktype = 'relation' and not granted")
					.isEmpty());
			Timeouts timeouts = Timeouts.DEFAULT.withMigrationLockWait(Duration.ofSeconds(7));
			assertThatExceptionOfType(DatabaseException.class)
				.isThrownBy(() -> Migrator.of(this.owner.dataSource(), this.scripts.options().withTimeouts(timeouts))
					.validate())
				.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.WAIT_TIMEOUT))
				.withMessageContaining("In the way: pid ")
				.withMessageContaining("user " + this.attackerName);
			reader.rollback();
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(lock::get)
				.withStackTraceContaining("must be owner");
		}
	}

	@Test
	void triggerThatClaimsThatTheHistoryHasMovedEndsTheRunAfterThreeTries() {
		this.owner.execute("create table schema_migrations(" + COLUMNS + ")");
		trigger("raise sqlstate 'SW002'; return new");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> this.scripts.migrator(this.owner).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.NO_PROGRESS))
			.withMessageContaining("3 tries in a row have changed nothing")
			.withMessageContaining("It has no row.");
	}

	@Test
	void noProgressNamesTheRowThatIsNotFinished() {
		this.scripts.write("001_one.sql", "create table t(i int); vacuum; select 1/0");
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.scripts.migrator(this.owner).migrate());
		this.owner.execute("""
				create function move() returns trigger language plpgsql as $$ begin
				raise sqlstate 'SW002'; end $$""");
		this.owner
			.execute("create trigger move before update on schema_migrations for each row execute function move()");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> this.scripts.migrator(this.owner).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.NO_PROGRESS))
			.withMessageContaining(
					"The row that is not finished is id 1, version 1, name 'one', state failed, 2 statements");
	}

	/** A function that leaves a trace of the role that its trigger runs as. */
	private void createHarm() {
		this.attacker.execute("""
				create function harm() returns trigger language plpgsql as $$ begin
				perform public.trace(); return new; end $$""");
	}

	private void createByAttacker() {
		this.attacker.execute("create table schema_migrations(" + COLUMNS + ")");
		createHarm();
		this.attacker
			.execute("create trigger harm before insert on schema_migrations for each row execute function harm()");
		this.attacker.execute("grant all on schema_migrations to public");
	}

	private void createByGroup(String group) {
		this.database.execute("create table schema_migrations(" + COLUMNS + ")");
		this.database.execute("grant create on schema public to " + group);
		this.database.execute("alter table schema_migrations owner to " + group);
	}

	private void trigger(String body) {
		this.owner
			.execute("create function disturb() returns trigger language plpgsql as $$ begin " + body + "; end $$");
		this.owner.execute(
				"create trigger disturb before insert on schema_migrations for each row execute function disturb()");
	}

	private org.assertj.core.api.ThrowableAssertAlternative<DatabaseException> assertRefused(TestDatabase as) {
		org.assertj.core.api.ThrowableAssertAlternative<DatabaseException> failure = assertThatRefusalOf(as);
		assertNothingHappened();
		return failure;
	}

	private void assertNothingHappened() {
		assertThat(this.database.query("select * from traces")).isEmpty();
		assertThat(this.database.query("select to_regclass('public.t')")).containsExactly("null");
	}

	private org.assertj.core.api.ThrowableAssertAlternative<DatabaseException> assertThatRefusalOf(TestDatabase as) {
		return assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> this.scripts.migrator(as).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.UNTRUSTED_TABLE));
	}

}
