package dev.slipway.engine.run;

import java.util.List;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.plan.Plan;

/**
 * What a run knows: the history as it was read last, and the plan that was made with it.
 *
 * @param history the history, which alone tells what was applied
 * @param steps the plan
 */
record RunState(History history, Plan.Steps steps) {

	List<Migration> pending() {
		return this.steps.pending();
	}

	/** Whether the history and the plan are those of another state. */
	boolean isAs(RunState other) {
		return this.history.exists() == other.history.exists() && this.history.rows().equals(other.history.rows())
				&& this.steps.pending().equals(other.steps.pending());
	}

	/** A number that grows with each statement that any process has finished. */
	static long progress(History history) {
		return history.lastId() + history.rows().stream().mapToLong(HistoryRow::statements).sum();
	}

}
