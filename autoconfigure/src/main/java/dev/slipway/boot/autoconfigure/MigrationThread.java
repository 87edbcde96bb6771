package dev.slipway.boot.autoconfigure;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import dev.slipway.engine.text.LineLog;

import org.springframework.boot.SpringApplication;

/**
 * Runs migrations on a thread of their own, which is interrupted when the process is told
 * to end (SIGTERM) or the context is closed meanwhile. The thread that refreshes the
 * context only waits: a context that is closed waits for its refresh to end, and
 * interrupts it where it waits without a limit.
 */
public final class MigrationThread<T> {

	private static final LineLog logger = LineLog.of(MigrationThread.class);

	/** How long a statement may take to be cancelled and rolled back. */
	private static final Duration GRACE = Duration.ofSeconds(20);

	private final FutureTask<T> task;

	private final Thread thread;

	private MigrationThread(Supplier<T> work) {
		this.task = new FutureTask<>(work::get);
		this.thread = new Thread(this.task, "slipway");
		this.thread.setDaemon(true);
	}

	/**
	 * Run work, and wait for its end.
	 * @param <T> what it comes to
	 * @param work what to run; an interrupt ends it
	 * @return what the work has returned
	 * @throws RuntimeException what the work throws
	 */
	public static <T> T call(Supplier<T> work) {
		MigrationThread<T> start = new MigrationThread<>(work);
		Thread hook = new Thread(start::interrupt, "slipway-shutdown");
		// Spring Boot's own hook runs beside that one, and ends the logging where no
		// context is open. What was interrupted is to be said before.
		Runnable beforeLogging = start::interrupt;
		Runtime.getRuntime().addShutdownHook(hook);
		SpringApplication.getShutdownHandlers().add(beforeLogging);
		try {
			return start.call();
		}
		finally {
			remove(() -> SpringApplication.getShutdownHandlers().remove(beforeLogging));
			remove(() -> Runtime.getRuntime().removeShutdownHook(hook));
		}
	}

	private T call() {
		this.thread.start();
		try {
			try {
				return this.task.get();
			}
			catch (InterruptedException ex) {
				return endAfterInterrupt();
			}
		}
		catch (ExecutionException ex) {
			// The exception ends the start, which is what an interrupt was for. It must
			// not interrupt what cleans up on
			// this thread: a pool that waits for its connections, a server that is
			// stopped.
			Thread.interrupted();
			throw unchecked(Objects.requireNonNull(ex.getCause()));
		}
	}

	/**
	 * Pass each interrupt on to the work, and wait for its end. If it was done all the
	 * same, the calling thread is interrupted again: whoever has interrupted it meant the
	 * whole start.
	 */
	private T endAfterInterrupt() throws ExecutionException {
		long deadline = System.nanoTime() + GRACE.toNanos();
		this.thread.interrupt();
		while (true) {
			try {
				T result = this.task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
				Thread.currentThread().interrupt();
				return result;
			}
			catch (InterruptedException ex) {
				this.thread.interrupt();
			}
			catch (TimeoutException ex) {
				this.task.cancel(true);
				throw new IllegalStateException("the migrations that were interrupted do not end", ex);
			}
		}
	}

	/** The process ends when this returns. */
	private void interrupt() {
		this.thread.interrupt();
		try {
			this.thread.join(GRACE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (this.thread.isAlive()) {
			logger.warn("A statement was not cancelled within " + GRACE.toSeconds()
					+ " s. The server rolls it back when it notices that this process is gone");
		}
	}

	/** A {@link Supplier} throws nothing else. */
	private static RuntimeException unchecked(Throwable cause) {
		if (cause instanceof Error error) {
			throw error;
		}
		return (RuntimeException) cause;
	}

	private static void remove(Runnable removal) {
		try {
			removal.run();
		}
		catch (IllegalStateException ex) {
			logger.debug("The process is ending");
		}
	}

}
