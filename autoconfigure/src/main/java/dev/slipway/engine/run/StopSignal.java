package dev.slipway.engine.run;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Tells the runs of several databases that one of them has failed. The others begin no
 * further file and do not go on waiting for another process. What they have sent is not
 * cancelled: an index that was built for an hour is not lost because of another database.
 */
public final class StopSignal {

	private final Set<Thread> waiting = new HashSet<>();

	private @Nullable String failed;

	/**
	 * Let the others end.
	 * @param service the one that has failed
	 */
	synchronized void send(String service) {
		if (this.failed == null) {
			this.failed = service;
			this.waiting.forEach(Thread::interrupt);
		}
	}

	/**
	 * Return the service that was the first to fail; {@code null} while none has.
	 */
	synchronized @Nullable String failed() {
		return this.failed;
	}

	/**
	 * The calling thread waits from here on, and may be interrupted.
	 * @throws InterruptedException if a service has failed
	 */
	synchronized void beginWait() throws InterruptedException {
		if (this.failed != null) {
			throw new InterruptedException();
		}
		this.waiting.add(Thread.currentThread());
	}

	/**
	 * The calling thread works again. An interrupt that came too late to end its wait is
	 * none that its work may see.
	 */
	synchronized void endWait() {
		this.waiting.remove(Thread.currentThread());
		if (this.failed != null) {
			Thread.interrupted();
		}
	}

}
