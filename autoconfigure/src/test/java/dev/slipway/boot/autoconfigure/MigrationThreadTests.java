package dev.slipway.boot.autoconfigure;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link MigrationThread}.
 */
class MigrationThreadTests {

	private final Thread caller = Thread.currentThread();

	private final CountDownLatch end = new CountDownLatch(1);

	@AfterEach
	void clear() {
		this.end.countDown();
		Thread.interrupted();
	}

	@Test
	void interruptOfTheCallerEndsTheWork() {
		AtomicBoolean interrupted = new AtomicBoolean();
		assertThatIllegalStateException().isThrownBy(() -> MigrationThread.call(() -> {
			this.caller.interrupt();
			interrupted.set(waitForInterrupt());
			throw new IllegalStateException("the work was interrupted");
		})).withMessage("the work was interrupted");
		assertThat(interrupted).isTrue();
	}

	@Test
	void failureEndsTheInterruptSoThatPoolsCanCloseAfterIt() {
		assertThatIllegalStateException().isThrownBy(() -> MigrationThread.call(() -> {
			this.caller.interrupt();
			throw new IllegalStateException("the work was interrupted");
		}));
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void workThatIsDoneAllTheSameIsReturnedAndTheInterruptIsRestored() {
		assertThat(MigrationThread.call(() -> {
			this.caller.interrupt();
			waitForInterrupt();
			return "done";
		})).isEqualTo("done");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void secondInterruptOfTheCallerReachesTheWork() {
		assertThat(MigrationThread.call(() -> {
			this.caller.interrupt();
			boolean first = waitForInterrupt();
			this.caller.interrupt();
			return first && waitForInterrupt();
		})).isTrue();
		assertThat(Thread.interrupted()).isTrue();
	}

	private boolean waitForInterrupt() {
		try {
			this.end.await();
			return false;
		}
		catch (InterruptedException ex) {
			return true;
		}
	}

}
