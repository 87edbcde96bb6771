package dev.slipway.testing;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A database that is created before a test wants it, on another core.
 */
final class SpareDatabase {

	private final Supplier<String> creation;

	private CompletableFuture<String> next;

	/**
	 * Create the first one.
	 * @param creation creates a database and returns its name
	 */
	SpareDatabase(Supplier<String> creation) {
		this.creation = creation;
		this.next = CompletableFuture.supplyAsync(creation);
	}

	/**
	 * Return the database, and create another one.
	 */
	synchronized String take() {
		try {
			return this.next.join();
		}
		finally {
			this.next = CompletableFuture.supplyAsync(this.creation);
		}
	}

}
