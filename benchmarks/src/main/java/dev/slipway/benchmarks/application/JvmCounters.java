package dev.slipway.benchmarks.application;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;

/**
 * What a JVM has loaded and allocated up to now.
 */
final class JvmCounters {

	private final ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	/** Classes, with those of lambdas. */
	long classes() {
		return this.classes.getTotalLoadedClassCount();
	}

	/**
	 * Bytes that all threads have allocated that run now. Those of threads that have
	 * ended are not known before JDK 21.
	 */
	long allocated() {
		long sum = 0;
		for (long bytes : this.threads.getThreadAllocatedBytes(this.threads.getAllThreadIds())) {
			sum += Math.max(bytes, 0);
		}
		return sum;
	}

}
