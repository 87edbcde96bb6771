package dev.slipway.engine.postgres;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * The connections that a run borrows: one for its work, which is replaced when it is
 * lost, and another for as long as the lock must be held beside it.
 */
public final class RunConnections implements AutoCloseable {

	private final String service;

	private final DataSource dataSource;

	private @Nullable BorrowedConnection work;

	public RunConnections(String service, DataSource dataSource) {
		this.service = service;
		this.dataSource = dataSource;
	}

	/** The one for the work, borrowed when there is none. */
	public BorrowedConnection work() {
		BorrowedConnection open = this.work;
		if (open == null) {
			open = BorrowedConnection.open(this.service, this.dataSource);
			this.work = open;
		}
		return open;
	}

	/** Give up the one for the work: it is lost, and so is what was borrowed with it. */
	public void drop() {
		if (this.work != null) {
			this.work.evict();
			close();
		}
	}

	/** A second one, to hold the lock. */
	public BorrowedConnection second() {
		return BorrowedConnection.open(this.service, this.dataSource);
	}

	public DataSource dataSource() {
		return this.dataSource;
	}

	@Override
	public void close() {
		if (this.work != null) {
			this.work.close();
			this.work = null;
		}
	}

}
