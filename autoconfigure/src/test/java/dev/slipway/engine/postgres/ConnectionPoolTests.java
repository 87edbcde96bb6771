package dev.slipway.engine.postgres;

import java.sql.Connection;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What pools say of themselves.
 */
class ConnectionPoolTests {

	@Test
	void smallPoolNamesItsSetting() {
		assertThat(ConnectionPool.limit(new Pool(1), 1)).contains("spring.datasource.dbcp2.max-total is 1");
	}

	@Test
	void largerPoolHasNoSuchLimit() {
		assertThat(ConnectionPool.limit(new Pool(2), 1)).isEmpty();
	}

	/** In Commons DBCP, -1 is "no limit". */
	@Test
	void poolWithoutALimitIsNotASmallOne() {
		assertThat(ConnectionPool.limit(new Pool(-1), 1)).isEmpty();
	}

	/**
	 * A pool as Commons DBCP's.
	 */
	public static final class Pool extends AbstractDataSource {

		private final int maxTotal;

		Pool(int maxTotal) {
			this.maxTotal = maxTotal;
		}

		public int getMaxTotal() {
			return this.maxTotal;
		}

		@Override
		public Connection getConnection() {
			throw new UnsupportedOperationException();
		}

		@Override
		public Connection getConnection(String username, String password) {
			throw new UnsupportedOperationException();
		}

	}

}
