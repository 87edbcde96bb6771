package dev.slipway.engine.execute;

import java.util.List;

import dev.slipway.engine.postgres.Quote;

/**
 * What a transaction in which no script runs remembers of its session, because event
 * triggers run for what it creates and drops.
 */
public final class SessionMemory {

	private final long begin = System.nanoTime();

	private final String key = TransactionSql.newKey();

	/** Return the statement that remembers the session, the first of the transaction. */
	public String remember() {
		return Quote.block(SessionSql.DECLARATIONS, SessionSql.remember(this.key, List.of()));
	}

	/** Return the statement that puts the session back, the last one before COMMIT. */
	public String restore() {
		return Quote.block(SessionSql.DECLARATIONS, SessionSql.restoreDefined(this.key));
	}

	/** Return the statements that roll back, and take away what that leaves. */
	public List<String> abandon() {
		return SessionSql.abandon((System.nanoTime() - this.begin) / 1_000_000 + 1);
	}

}
