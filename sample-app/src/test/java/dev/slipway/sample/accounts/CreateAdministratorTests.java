package dev.slipway.sample.accounts;

import java.util.List;

import dev.slipway.MigrationFailedException;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CreateAdministratorTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	@Test
	void passwordIsHashed() {
		migrate("correct horse battery");
		assertThat(this.database.query("select password_hash from ingestion.account")).singleElement()
			.satisfies(
					(hash) -> assertThat(new BCryptPasswordEncoder().matches("correct horse battery", hash)).isTrue());
	}

	@Test
	void withoutAPasswordNobodyCanSignIn() {
		migrate("");
		assertThat(this.database.query("select name, role, password_hash from ingestion.account"))
			.containsExactly("admin|administrator|null");
	}

	@ParameterizedTest
	@ValueSource(strings = { "short", "long long long long long long long long long long long long long long long" })
	void unsuitablePasswordStopsTheStartAndIsNotShown(String password) {
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> migrate(password))
			.withMessageContaining("sample.admin.password must have 12 to 72 bytes, but has " + password.length())
			.withMessageNotContaining(password);
		assertThat(this.database.query("select name from ingestion.account")).isEmpty();
	}

	private void migrate(String password) {
		Migrator
			.of(this.database.dataSource(),
					MigratorOptions.of("ingestion").withSchema("ingestion", true).withSearchPath("ingestion"))
			.withCodeMigrations(List.of(new CreateAdministrator(password)))
			.migrate();
	}

}
