package dev.slipway.engine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

import com.sun.management.ThreadMXBean;
import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.Migrator;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counts what it allocates to apply files. The number has room for other releases of Java
 * and only falls.
 */
class ApplyingCostTests {

	private static final int FILES = 200;

	/** Of a file of twelve statements and 900 bytes, read, parsed, sent and reported. */
	private static final long MOST_FOR_FILE = 56_000;

	private final Scripts scripts;

	ApplyingCostTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@Test
	void aFileCostsLittleMoreThanItsTextAndThatAroundIt() throws IOException {
		for (int i = 1; i <= FILES; i++) {
			StringBuilder sql = new StringBuilder("create table t_%1$d (id bigint primary key, name text not null);\n");
			for (int column = 1; column < 12; column++) {
				sql.append("alter table t_%1$d add column c_")
					.append(column)
					.append(" text not null default 'none';\n");
			}
			this.scripts.write(i + "_file.sql", sql.toString().formatted(i));
		}
		// The first time loads classes.
		apply();
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
		apply();
		assertThat(threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
			.isLessThan(FILES * MOST_FOR_FILE);
	}

	private void apply() {
		try (HikariDataSource pool = TestPostgres.server().createDatabase().pool((config) -> {
		})) {
			Migrator migrator = this.scripts.migrator(pool);
			assertThat(migrator.migrate().applied()).hasSize(FILES);
		}
	}

}
