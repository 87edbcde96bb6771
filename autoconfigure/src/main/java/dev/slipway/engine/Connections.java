package dev.slipway.engine;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * The connections that a run borrows: one for its work, which is replaced when it is
 * lost, and another for as long as the lock must be held beside it.
 */
final class Connections implements AutoCloseable {

	private final String service;

	private final DataSource dataSource;

	private @Nullable Session work;

	Connections(String service, DataSource dataSource) {
		this.service = service;
		this.dataSource = dataSource;
	}

	/** The one for the work, borrowed when there is none. */
	Session work() {
		Session open = this.work;
		if (open == null) {
			open = Session.open(this.service, this.dataSource);
			this.work = open;
		}
		return open;
	}

	/** Give up the one for the work: it is lost, and so is what was borrowed with it. */
	void drop() {
		if (this.work != null) {
			this.work.evict();
			close();
		}
	}

	/** A second one, to hold the lock. */
	Session second() {
		return Session.open(this.service, this.dataSource);
	}

	DataSource dataSource() {
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
