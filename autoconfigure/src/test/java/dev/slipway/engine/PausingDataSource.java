package dev.slipway.engine;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Lets something happen before the second connection is lent: between a plan and its
 * execution.
 */
class PausingDataSource extends DelegatingDataSource {

	private final Runnable between;

	private int loans;

	PausingDataSource(DataSource target, Runnable between) {
		super(target);
		this.between = between;
	}

	@Override
	public Connection getConnection() throws SQLException {
		if (++this.loans == 2) {
			this.between.run();
		}
		return super.getConnection();
	}

}
