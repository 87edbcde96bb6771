package dev.slipway.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import dev.slipway.MigrationReport;
import dev.slipway.Migrator;

/**
 * Runners that start at the same moment.
 */
final class Race {

	private Race() {
	}

	/**
	 * Let eight runners start together, and wait for all of them.
	 * @param threads at least eight threads
	 * @param migrators makes a migrator for each runner
	 * @return how many migrations they applied together
	 */
	static int ofEight(ExecutorService threads, Supplier<Migrator> migrators) throws Exception {
		CyclicBarrier start = new CyclicBarrier(8);
		List<Future<MigrationReport>> runs = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			runs.add(threads.submit(() -> {
				start.await();
				return migrators.get().migrate();
			}));
		}
		int applied = 0;
		for (Future<MigrationReport> run : runs) {
			applied += run.get().applied().size();
		}
		return applied;
	}

}
