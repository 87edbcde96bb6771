package dev.slipway.boot.autoconfigure;

import org.springframework.context.SmartLifecycle;

/**
 * Does what the mode says, mostly applying all migrations, when the application context
 * starts its lifecycle beans: after plain ones (phase 0, such as a pool that resumes
 * after a checkpoint), before executors ({@code Integer.MAX_VALUE / 2}), listeners and
 * web servers. A failure ends the start.
 * <p>
 * A build-time training run ({@code spring.context.exit=onRefresh}) ends before lifecycle
 * beans start, and so needs no database.
 */
final class MigrationLifecycle implements SmartLifecycle {

	/** Between plain lifecycle beans and executors. */
	static final int PHASE = Integer.MAX_VALUE / 4;

	private final Runnable work;

	private volatile boolean running;

	MigrationLifecycle(Runnable work) {
		this.work = work;
	}

	@Override
	public void start() {
		this.work.run();
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
