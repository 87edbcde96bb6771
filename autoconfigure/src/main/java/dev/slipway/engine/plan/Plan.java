package dev.slipway.engine.plan;

import java.util.List;

import dev.slipway.engine.error.HistoryConflictException.Conflict;
import dev.slipway.engine.script.Migration;
import dev.slipway.engine.script.Version;

/**
 * What to do next: either steps, or conflicts, never both.
 */
public sealed interface Plan {

	/**
	 * The migrations to apply.
	 *
	 * @param pending the migrations to apply, in this order; possibly none
	 * @param ahead versions that are applied and that the application does not know: a
	 * newer release was here
	 */
	record Steps(List<Migration> pending, List<Version> ahead) implements Plan {

	}

	/**
	 * Files and history do not fit together.
	 *
	 * @param conflicts what does not fit; never empty
	 */
	record Conflicts(List<Conflict> conflicts) implements Plan {

	}

}
