package dev.slipway.boot.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import dev.slipway.engine.Migrator;
import org.springframework.context.SmartLifecycle;

/**
 * Applies all migrations when the application context starts its lifecycle beans: after
 * plain ones (phase 0, such as a pool that resumes after a checkpoint), before executors
 * ({@code Integer.MAX_VALUE / 2}), listeners and web servers. A failure ends the start.
 * <p>
 * A build-time training run ({@code spring.context.exit=onRefresh}) ends before lifecycle
 * beans start, and so needs no database.
 */
final class MigrationLifecycle implements SmartLifecycle {

	/** Between plain lifecycle beans and executors. */
	static final int PHASE = Integer.MAX_VALUE / 4;

	private final Supplier<List<Migrator>> migrators;

	private volatile boolean running;

	MigrationLifecycle(Supplier<List<Migrator>> migrators) {
		this.migrators = migrators;
	}

	@Override
	public void start() {
		List<Migrator> all = this.migrators.get();
		StartThread.run(() -> Migrator.migrateAll(all));
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** A context that pauses keeps its schema: nothing to do when it goes on. */
	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
