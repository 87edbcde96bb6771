package dev.slipway.testing;

import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what the tests of a JVM share. A database is dropped after the test class that
 * made it, and servers are closed after the last test. Both come before the JVM is told
 * to exit: Surefire kills a JVM whose shutdown hooks take longer than 30 seconds, and to
 * delete hundreds of databases may take minutes. A JVM that is ended before its last test
 * closes the servers in a shutdown hook.
 */
public final class SharedServers implements LauncherSessionListener, TestExecutionListener {

	private static final Logger logger = LoggerFactory.getLogger(SharedServers.class);

	/** Stands in the log before the names of threads that keep the JVM alive. */
	static final String THREADS_LEFT = "Threads that are left: ";

	private static final Deque<Runnable> databases = new ConcurrentLinkedDeque<>();

	private static final Deque<AutoCloseable> servers = new ConcurrentLinkedDeque<>();

	/** Drops databases one after the other, while the next class runs. */
	private static final ExecutorService dropping = Executors.newSingleThreadExecutor((task) -> {
		Thread thread = new Thread(task, "drop-databases");
		thread.setDaemon(true);
		return thread;
	});

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(SharedServers::closeServers, "shared-servers"));
	}

	/**
	 * Close a server or another process after the last test, unless it is removed before.
	 */
	static void add(AutoCloseable server) {
		servers.push(server);
	}

	/**
	 * Leave a server to who has closed it.
	 */
	static void remove(AutoCloseable server) {
		servers.remove(server);
	}

	/**
	 * Drop a database when the test class has ended that is running now.
	 * @param name its name
	 * @param server runs a statement in another database of its server
	 */
	static void dropLater(String name, Statements server) {
		databases.push(() -> {
			try {
				server.execute("drop database " + name + " with (force)");
			}
			catch (RuntimeException ex) {
				// A prepared transaction keeps it, for example. The server ends anyway.
				logger.debug("The database {} was not dropped: {}", name, ex.getMessage());
			}
		});
	}

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		session.getLauncher().registerTestExecutionListeners(this, new FailureLog());
	}

	@Override
	public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
		boolean isTestClass = identifier.getParentIdObject()
			.filter((parent) -> parent.getSegments().size() == 1)
			.isPresent();
		if (isTestClass) {
			dropDatabases();
		}
	}

	@Override
	public void testPlanExecutionFinished(TestPlan plan) {
		dropDatabases();
	}

	@Override
	public void launcherSessionClosed(LauncherSession session) {
		long begin = System.nanoTime();
		closeServers();
		logger.info("What the tests shared was closed in {} ms. {}{}",
				Duration.ofNanos(System.nanoTime() - begin).toMillis(), THREADS_LEFT, threads());
	}

	private static void dropDatabases() {
		for (Runnable next = databases.poll(); next != null; next = databases.poll()) {
			dropping.execute(next);
		}
	}

	private static void closeServers() {
		CompletableFuture.runAsync(() -> {
		}, dropping).join();
		for (AutoCloseable next = servers.poll(); next != null; next = servers.poll()) {
			try {
				next.close();
			}
			catch (Exception ex) {
				logger.warn("{} was not closed", next, ex);
			}
		}
	}

	/** Those that would keep the JVM alive, if nobody called System.exit. */
	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !thread.isDaemon() && thread != Thread.currentThread()
					&& !thread.getName().equals("DestroyJavaVM"))
			.map(Thread::getName)
			.sorted()
			.toList();
	}

	/**
	 * Runs statements.
	 */
	@FunctionalInterface
	interface Statements {

		void execute(String sql);

	}

}
