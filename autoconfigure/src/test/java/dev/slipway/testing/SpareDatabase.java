package dev.slipway.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
			String name = this.next.get();
			this.next = CompletableFuture.supplyAsync(this.creation);
			return name;
		}
		catch (ExecutionException ex) {
			this.next = CompletableFuture.supplyAsync(this.creation);
			throw new IllegalStateException(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
