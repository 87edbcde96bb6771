package dev.slipway.sample.accounts;

import java.time.Instant;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves the accounts, without what is known of their passwords.
 */
@RestController
class AccountController {

	private final JdbcClient platform;

	AccountController(JdbcClient platform) {
		this.platform = platform;
	}

	@GetMapping("/accounts")
	List<Account> accounts() {
		return this.platform
			.sql("select name, role, password_hash is not null as has_password, created_at from ingestion.account"
					+ " order by name")
			.query(Account.class)
			.list();
	}

	/**
	 * An account.
	 *
	 * @param name the name
	 * @param role what it may do
	 * @param hasPassword whether somebody can sign in with a password
	 * @param createdAt when it was created
	 */
	record Account(String name, String role, boolean hasPassword, Instant createdAt) {
	}

}
