package dev.slipway.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each mode with exactly the privileges that {@code docs/security.md} lists for it, and
 * without each one of them.
 */
class LeastPrivilegeTests {

	private static final String TABLE = "app.schema_migrations";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final String ownerName = "owner_" + this.database.name();

	private final String role = "role_" + this.database.name();

	private final TestDatabase owner = this.database.as(this.ownerName, "secret");

	private final Scripts scripts;

	LeastPrivilegeTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("001_one.sql", "select 1");
	}

	@BeforeEach
	void createRoles() {
		this.database.execute("create role " + this.ownerName + " login password 'secret'");
		this.database.execute("create role " + this.role + " login password 'secret'");
		this.database.execute("alter database " + this.database.name() + " owner to " + this.ownerName);
		this.database.execute("revoke connect on database " + this.database.name() + " from public");
	}

	@ParameterizedTest
	@EnumSource
	void modeRunsWithItsGrantsAndNamesEachThatIsMissing(Mode mode) {
		mode.prepare(this);
		List<String> grants = mode.grants(this);
		for (String missing : grants) {
			grants.stream().filter((grant) -> !grant.equals(missing)).forEach(this.database::execute);
			assertThatExceptionOfType(DatabaseException.class).as("%s without %s", mode, missing)
				.isThrownBy(() -> mode.run(this))
				.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.MISSING_PRIVILEGE))
				.satisfies((failure) -> assertThat(String.valueOf(failure.getMessage()).replace("\"", ""))
					.contains("The role lacks:\n\n  " + missing + ";"));
			grants
				.forEach((grant) -> this.database.execute(grant.replace("GRANT", "REVOKE").replace(" TO ", " FROM ")));
		}
		grants.forEach(this.database::execute);
		mode.run(this);
	}

	@Test
	void poolThatMayNotConnectNamesTheMissingGrant() {
		try (var pool = this.database.as(this.role, "secret").pool()) {
			pool.setConnectionTimeout(1000);
			assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> Migrator.of(pool, options()).migrate())
				.withMessageContaining(
						"GRANT CONNECT ON DATABASE \"" + this.database.name() + "\" TO \"" + this.role + "\";");
		}
		catch (RuntimeException ex) {
			// The pool looks for a connection when it is made.
			assertThat(ex).hasRootCauseMessage("FATAL: permission denied for database \"" + this.database.name()
					+ "\"\n  Detail: User does not have CONNECT privilege.");
		}
	}

	private void migrateAsOwner() {
		this.owner.execute("create schema if not exists app");
		Migrator.of(this.owner.dataSource(), options()).migrate();
	}

	private Migrator migrator() {
		return Migrator.of(this.database.as(this.role, "secret").dataSource(), options());
	}

	private MigratorOptions options() {
		return this.scripts.options().withSchema("app", true);
	}

	private List<String> reading() {
		return new ArrayList<>(List.of("GRANT CONNECT ON DATABASE " + this.database.name() + " TO " + this.role,
				"GRANT USAGE ON SCHEMA app TO " + this.role, "GRANT SELECT ON " + TABLE + " TO " + this.role));
	}

	private List<String> reading(String further) {
		List<String> grants = reading();
		grants.add(further + " TO " + this.role);
		return grants;
	}

	/** What is run, and what it needs. */
	enum Mode {

		VALIDATE {
			@Override
			void run(LeastPrivilegeTests test) {
				test.migrator().validate();
			}
		},

		WAIT {
			@Override
			void run(LeastPrivilegeTests test) {
				Migrator.awaitAll(List.of(test.migrator()), Duration.ofSeconds(1));
			}
		},

		MIGRATE_WITH_NOTHING_PENDING {
			@Override
			void run(LeastPrivilegeTests test) {
				assertThat(test.migrator().migrate().applied()).isEmpty();
			}
		},

		MIGRATE {
			@Override
			void prepare(LeastPrivilegeTests test) {
				super.prepare(test);
				test.scripts.write("002_two.sql", "select 2");
			}

			@Override
			void run(LeastPrivilegeTests test) {
				assertThat(test.migrator().migrate().applied()).hasSize(1);
			}

			@Override
			List<String> grants(LeastPrivilegeTests test) {
				return test.reading("GRANT INSERT ON " + TABLE);
			}
		},

		MIGRATE_STATEMENT_BY_STATEMENT {
			@Override
			void prepare(LeastPrivilegeTests test) {
				super.prepare(test);
				test.scripts.write("002_two.sql", "-- slipway: no-transaction\nselect 2");
			}

			@Override
			void run(LeastPrivilegeTests test) {
				assertThat(test.migrator().migrate().applied()).hasSize(1);
			}

			@Override
			List<String> grants(LeastPrivilegeTests test) {
				List<String> grants = test.reading("GRANT INSERT ON " + TABLE);
				grants.add("GRANT UPDATE ON " + TABLE + " TO " + test.role);
				return grants;
			}
		},

		FIRST_START {
			@Override
			void prepare(LeastPrivilegeTests test) {
				test.owner.execute("create schema app");
			}

			@Override
			void run(LeastPrivilegeTests test) {
				assertThat(test.migrator().migrate().applied()).hasSize(1);
			}

			@Override
			List<String> grants(LeastPrivilegeTests test) {
				return List.of("GRANT CONNECT ON DATABASE " + test.database.name() + " TO " + test.role,
						"GRANT USAGE ON SCHEMA app TO " + test.role, "GRANT CREATE ON SCHEMA app TO " + test.role);
			}
		},

		FIRST_START_THAT_CREATES_THE_SCHEMA {
			@Override
			void prepare(LeastPrivilegeTests test) {
			}

			@Override
			void run(LeastPrivilegeTests test) {
				assertThat(test.migrator().migrate().applied()).hasSize(1);
			}

			@Override
			List<String> grants(LeastPrivilegeTests test) {
				return List.of("GRANT CONNECT ON DATABASE " + test.database.name() + " TO " + test.role,
						"GRANT CREATE ON DATABASE " + test.database.name() + " TO " + test.role);
			}
		};

		void prepare(LeastPrivilegeTests test) {
			test.migrateAsOwner();
		}

		abstract void run(LeastPrivilegeTests test);

		List<String> grants(LeastPrivilegeTests test) {
			return test.reading();
		}

	}

}
