package dev.slipway.engine.plan;

import java.util.List;

import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.Version;

/**
 * What to do next: either steps, or conflicts, never both.
 */
public sealed interface Plan {

	/**
	 * The migrations to apply.
	 *
	 * @param pending the migrations to apply or to go on with, in this order; possibly
	 * none
	 * @param ahead versions that are in the history and that the application does not
	 * know: a newer release was here
	 * @param left repeatables that differ from what is applied and stay as the newer
	 * release made them
	 */
	record Steps(List<Migration> pending, List<Version> ahead, List<Migration> left) implements Plan {

		/**
		 * Create steps.
		 */
		public Steps {
			pending = List.copyOf(pending);
			ahead = List.copyOf(ahead);
			left = List.copyOf(left);
		}

	}

	/**
	 * Files and history do not fit together.
	 *
	 * @param conflicts what does not fit; never empty
	 */
	record Conflicts(List<Conflict> conflicts) implements Plan {

	}

}
