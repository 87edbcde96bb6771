package dev.slipway.testing;

import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;

import com.sun.management.ThreadMXBean;

/**
 * Counts what the calling thread allocates.
 */
public final class Allocation {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private Allocation() {
	}

	/**
	 * Do something.
	 * @return how many bytes it has allocated
	 */
	public static long of(Callable<?> work) throws Exception {
		long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
		work.call();
		return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
	}

}
