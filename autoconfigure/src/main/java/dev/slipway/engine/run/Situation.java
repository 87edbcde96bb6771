package dev.slipway.engine.run;

import java.util.List;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.plan.Plan;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.report.RunLog;

/**
 * What a service's database was last seen to be like, and what is to be done there. The
 * history is the one witness of what was applied.
 */
final class Situation {

	private final HistoryReader reader;

	private final Planning planning;

	private final RunLog log;

	private History history;

	private Plan.Steps steps;

	/** Read the history, in one flight, and plan. */
	Situation(HistoryReader reader, Planning planning, RunLog log, BorrowedConnection session) {
		this.reader = reader;
		this.planning = planning;
		this.log = log;
		this.history = reader.read(session);
		this.steps = planning.plan(this.history);
	}

	History history() {
		return this.history;
	}

	Plan.Steps steps() {
		return this.steps;
	}

	List<Migration> pending() {
		return this.steps.pending();
	}

	/** Read the history anew, and log what the run has applied since. */
	void read(BorrowedConnection session) {
		this.history = this.reader.read(session);
		this.log.applied(this.history);
	}

	/** Plan with the history as it was read last. */
	void plan() {
		this.steps = this.planning.plan(this.history);
	}

	/** Whether the history and the plan are what they were. */
	boolean isAs(History formerHistory, Plan.Steps formerSteps) {
		return this.history.exists() == formerHistory.exists() && this.history.rows().equals(formerHistory.rows())
				&& this.steps.pending().equals(formerSteps.pending());
	}

	/** A number that grows with each statement that anybody has finished. */
	long progress() {
		return this.history.lastId() + this.history.rows().stream().mapToLong(HistoryRow::statements).sum();
	}

}
