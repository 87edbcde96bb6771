package dev.slipway.sample.accounts;

import java.nio.charset.StandardCharsets;

import dev.slipway.CodeMigration;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Creates the first administrator: SQL cannot hash a password. The password is the one of
 * {@code sample.admin.password} at the first start, of which only the hash is stored.
 * There is no default password, and none is made up: without the property the account
 * exists, and nobody can sign in with a password.
 */
@Component
class CreateAdministrator implements CodeMigration {

	private static final int SHORTEST = 12;

	/** bcrypt ignores what comes after. */
	private static final int LONGEST = 72;

	private final String password;

	CreateAdministrator(@Value("${sample.admin.password:}") String password) {
		this.password = password;
	}

	@Override
	public String version() {
		return "8";
	}

	@Override
	public String name() {
		return "create_administrator";
	}

	@Override
	public String service() {
		return "ingestion";
	}

	@Override
	public void migrate(JdbcClient jdbc) {
		jdbc.sql("insert into account (name, role, password_hash) values ('admin', 'administrator', :hash)")
			.param("hash", hash())
			.update();
	}

	private @Nullable String hash() {
		if (this.password.isEmpty()) {
			return null;
		}
		int bytes = this.password.getBytes(StandardCharsets.UTF_8).length;
		if (bytes < SHORTEST || bytes > LONGEST) {
			throw new IllegalStateException(
					"sample.admin.password must have " + SHORTEST + " to " + LONGEST + " bytes, but has " + bytes);
		}
		return new BCryptPasswordEncoder().encode(this.password);
	}

}
