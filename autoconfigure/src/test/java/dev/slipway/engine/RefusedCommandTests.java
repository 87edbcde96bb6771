package dev.slipway.engine;

import java.nio.file.Path;
import java.util.List;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.Migrator;
import dev.slipway.testing.FlywayTable;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What writes says what is missing where it may not write, and changes nothing.
 */
class RefusedCommandTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	RefusedCommandTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@Test
	void aReadOnlyDatabaseIsNamedAsTheReason() {
		migrateAndChange();
		setReadOnly();
		Migrator migrator = this.scripts.migrator(this.database);
		assertReadOnly(() -> migrator.undo(1), "undo", "Nothing was undone.");
		assertReadOnly(() -> migrator.repair(true), "repair", "Nothing was changed.");
		assertReadOnly(() -> Migrator.resetAll(List.of(migrator), List.of(migrator)), "reset", "Nothing was dropped.");
		assertThat(migrator.repair(false).changes()).hasSize(1);
		assertThat(migrator.owned(List.of(migrator))).hasSize(2);
	}

	@Test
	void aReadOnlyDatabaseWithoutAHistoryIsNamedAsTheReason() {
		FlywayTable.in(this.database).applied("1", "one");
		this.scripts.write("V1__one.sql", "create table one (i int)");
		setReadOnly();
		Migrator migrator = this.scripts.migrator(this.database);
		assertReadOnly(migrator::adopt, "adopt", "Nothing was written.");
		assertThat(migrator.showAdoption().entries()).hasSize(1);
		this.database.execute("set transaction_read_only = off; drop table flyway_schema_history");
		assertReadOnly(() -> migrator.baseline("1", true, List.of(migrator)), "baseline", "Nothing was recorded.");
	}

	@Test
	void undoNamesTheRightsThatItLacks() {
		migrateAndChange();
		assertMissing(() -> readOnlyRole().undo(1), "GRANT DELETE ON public.schema_migrations TO ",
				"Nothing was undone.");
	}

	@Test
	void repairNamesTheRightsThatItLacks() {
		migrateAndChange();
		assertMissing(() -> readOnlyRole().repair(true), "GRANT UPDATE, DELETE ON public.schema_migrations TO ",
				"Nothing was changed.");
	}

	private void migrateAndChange() {
		this.scripts.write("001_one.sql", "create table one (i int);\n-- slipway: undo\ndrop table one");
		this.scripts.migrator(this.database).migrate();
		this.scripts.write("001_one.sql", "create table one (i int);\n-- changed\n-- slipway: undo\ndrop table one");
	}

	private void setReadOnly() {
		this.database.execute("alter database \"" + this.database.name() + "\" set default_transaction_read_only = on");
	}

	private Migrator readOnlyRole() {
		String role = "r_" + this.database.name();
		this.database
			.execute("create role " + role + " login password 'p'; grant select on schema_migrations to " + role);
		return this.scripts.migrator(this.database.as(role, "p").dataSource());
	}

	private static void assertReadOnly(ThrowingCallable command, String name, String nothing) {
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(command)
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.READ_ONLY))
			.withMessageContaining(name + " writes to the database, and that is read-only for this role.")
			.withMessageEndingWith(nothing);
	}

	private static void assertMissing(ThrowingCallable command, String grants, String nothing) {
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(command)
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.MISSING_PRIVILEGE))
			.withMessageContaining(grants)
			.withMessageEndingWith(nothing);
	}

}
