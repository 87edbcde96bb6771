package dev.slipway.engine;

import java.nio.file.Path;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.testing.Allocation;
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
	void aFileCostsLittleMoreThanItsTextAndThatAroundIt() throws Exception {
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
		assertThat(apply()).isLessThan(FILES * MOST_FOR_FILE);
	}

	/** The bytes that it takes on a pool that has its connection. */
	private long apply() throws Exception {
		try (HikariDataSource pool = TestPostgres.server().createDatabase().pool()) {
			pool.getConnection().close();
			return Allocation.of(() -> assertThat(this.scripts.migrator(pool).migrate().applied()).hasSize(FILES));
		}
	}

}
