package dev.slipway.engine.postgres;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * A session that others wait for, as far as {@code pg_stat_activity} lets the role that
 * asks see it: of a session of another role it may hide all but pid, user and
 * application.
 *
 * @param pid the session's process id on the server; 0 for a prepared transaction, which
 * has none
 * @param user the role that it logged in as; {@code null} for the server's own processes
 * @param application the name that the application gave itself
 * @param backendType what kind of process it is, when it is not one that serves a client
 * @param state for example {@code idle in transaction}
 * @param transactionAge how long its transaction is open
 * @param stateAge how long it is in its state
 * @param query the statement that it runs, or ran last, as its client sent it
 */
public record ServerSession(int pid, @Nullable String user, @Nullable String application, @Nullable String backendType,
		@Nullable String state, @Nullable Duration transactionAge, @Nullable Duration stateAge,
		@Nullable String query) {

	private static final int LONGEST_QUERY = 200;

	/**
	 * Return the SQL expression that names a session where no more of it is needed.
	 * @param pid the expression of its process id
	 * @param activity the alias of its row of {@code pg_stat_activity}
	 */
	public static String asText(String pid, String activity) {
		return """
				pg_catalog.concat('pid ', %1$s, ' (user ', %2$s.usename, case when %2$s.client_addr is not null
				then pg_catalog.concat(', from ', pg_catalog.host(%2$s.client_addr)) end, ')')""".formatted(pid,
				activity);
	}

	/**
	 * Return the session for people, on one line, without the values in its query.
	 */
	@Override
	public String toString() {
		if (this.pid == 0) {
			return "a prepared transaction, see pg_prepared_xacts";
		}
		List<String> parts = new ArrayList<>();
		parts.add("pid " + this.pid);
		if (this.backendType != null) {
			parts.add(this.backendType);
		}
		if (this.user != null) {
			parts.add("user " + Redaction.names(this.user));
		}
		if (this.application != null && !this.application.isBlank()) {
			parts.add("application '" + Redaction.untilCredentials(this.application) + "'");
		}
		if (this.state != null) {
			parts.add(this.state + lasting(this.stateAge));
		}
		if (this.transactionAge != null
				&& (this.stateAge == null || this.transactionAge.toSeconds() != this.stateAge.toSeconds())) {
			parts.add("transaction open" + lasting(this.transactionAge));
		}
		String text = Printable.line(String.join(", ", parts));
		if (this.query == null || this.query.isBlank()) {
			return text;
		}
		return text + ": " + SqlExcerpt.withoutValues(this.query, LONGEST_QUERY);
	}

	private static String lasting(@Nullable Duration age) {
		return (age != null) ? " for " + age.toSeconds() + " s" : "";
	}

}
