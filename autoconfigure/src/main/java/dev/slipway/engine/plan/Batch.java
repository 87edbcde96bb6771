package dev.slipway.engine.plan;

import java.util.List;

import dev.slipway.engine.files.Callback;
import dev.slipway.engine.files.Migration;
import org.jspecify.annotations.Nullable;

/**
 * What is executed at a time.
 */
public sealed interface Batch {

	/** Return how many connections it takes: another one holds the lock, or none does. */
	int connections();

	/** Return the label of the only script; {@code null} when there are several. */
	@Nullable String label();

	/**
	 * Return whether it may be tried again: false when its committed part is not
	 * recorded, so that a retry would repeat it.
	 */
	default boolean isRetriable() {
		return true;
	}

	/** Return whether the history tells when it is done. */
	default boolean isTrackedByHistory() {
		return true;
	}

	/**
	 * Migrations that run in a transaction each.
	 *
	 * @param migrations the migrations, in their order
	 */
	record Transactional(List<Migration> migrations) implements Batch {

		/**
		 * Create a batch.
		 */
		public Transactional {
			migrations = List.copyOf(migrations);
		}

		@Override
		public int connections() {
			return 1;
		}

		@Override
		public @Nullable String label() {
			return null;
		}

	}

	/**
	 * A migration that runs statement by statement.
	 *
	 * @param migration the migration
	 */
	record NonTransactional(Migration migration) implements Batch {

		@Override
		public int connections() {
			return 2;
		}

		@Override
		public String label() {
			return this.migration.label();
		}

	}

	/**
	 * A callback that runs on its own.
	 *
	 * @param callback the callback
	 */
	record Call(Callback callback) implements Batch {

		/** Return whether it runs in one transaction. */
		public boolean isTransactional() {
			return this.callback.script().outline().transactional();
		}

		@Override
		public int connections() {
			return isTransactional() ? 1 : 2;
		}

		@Override
		public String label() {
			return this.callback.label();
		}

		@Override
		public boolean isRetriable() {
			return isTransactional();
		}

		@Override
		public boolean isTrackedByHistory() {
			return false;
		}

	}

}
