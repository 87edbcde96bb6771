package dev.slipway.engine.adopt;

import java.util.List;

import dev.slipway.AdoptionRefusedException.Problem;
import dev.slipway.AdoptionReport.Entry;
import dev.slipway.engine.history.AdoptedRow;

/**
 * What becomes of another tool's history.
 *
 * @param tool the tool's name; empty where that is not known
 * @param table the tool's table, qualified and quoted
 * @param rows what is to be written, in that order
 * @param entries the same for people to read
 * @param problems all that is in the way: nothing must be written then
 */
public record Adoption(String tool, String table, List<AdoptedRow> rows, List<Entry> entries, List<Problem> problems) {

	/**
	 * Create an adoption.
	 */
	public Adoption {
		rows = List.copyOf(rows);
		entries = List.copyOf(entries);
		problems = List.copyOf(problems);
	}

	/** One of a table that cannot be read. */
	static Adoption refused(String table, Problem problem) {
		return new Adoption("", table, List.of(), List.of(), List.of(problem));
	}

}
