package dev.slipway.engine.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.slipway.engine.files.Callback;
import dev.slipway.engine.files.Callback.Event;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.History;

/**
 * The order in which a run executes: callbacks that come first, pending migrations,
 * callbacks that come last. A pure function.
 *
 * @param callbacks the callbacks of the service, those of one event in their order
 */
public record BatchOrder(List<Callback> callbacks) {

	/**
	 * Return what is executed next.
	 * @param pending the migrations to apply, in their order
	 * @param history the history that they were planned with
	 * @param called the callbacks that have run
	 * @param applied whether the run has applied something
	 * @return the batch, empty at the end
	 */
	public Optional<Batch> next(List<Migration> pending, History history, Set<Callback> called, boolean applied) {
		return call(Event.BEFORE_MIGRATE, called)
			.or(() -> pending.isEmpty() ? Optional.empty() : Optional.of(migrations(pending, history)))
			.or(() -> applied ? call(Event.AFTER_MIGRATE_APPLIED, called) : Optional.empty())
			.or(() -> call(Event.AFTER_MIGRATE, called));
	}

	private Optional<Batch> call(Event event, Set<Callback> called) {
		return this.callbacks.stream()
			.filter((callback) -> callback.event() == event && !called.contains(callback))
			.findFirst()
			.map(Batch.Call::new);
	}

	/** As many as run in a transaction each, or one that does not. */
	private static Batch migrations(List<Migration> pending, History history) {
		Migration first = pending.get(0);
		if (!isTransactional(first, history)) {
			return new Batch.NonTransactional(first);
		}
		return new Batch.Transactional(
				pending.stream().takeWhile((migration) -> isTransactional(migration, history)).toList());
	}

	/**
	 * Return whether a migration runs in one transaction. What was begun statement by
	 * statement goes on so, also when its file has changed since.
	 * @param migration the migration, parsed
	 * @param history the history that it was planned with
	 */
	public static boolean isTransactional(Migration migration, History history) {
		return migration.script().outline().transactional() && history.unfinished(migration).isEmpty();
	}

}
