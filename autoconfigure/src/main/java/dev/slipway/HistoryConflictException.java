package dev.slipway;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.ServiceName;

/**
 * What was applied and what the files say do not fit together: a changed, a missing or an
 * out-of-order migration. All conflicts are reported at once. Nothing was applied, unless
 * another process changed the history: then the message says what was.
 */
public final class HistoryConflictException extends SlipwayException {

	private static final long serialVersionUID = 1L;

	/** How many lines the message has for conflicts. */
	private static final int MOST = 20;

	private final ArrayList<Conflict> conflicts;

	private final String table;

	/**
	 * Create an exception for at least one conflict.
	 * @param service the name of the service, empty for the unnamed one
	 * @param table the history table, qualified and quoted
	 * @param conflicts what does not fit, in the order of versions
	 * @param applied what this run had applied before another process changed the
	 * history; mostly nothing
	 */
	public HistoryConflictException(String service, String table, List<Conflict> conflicts, List<String> applied) {
		super(service, describe(service, table, conflicts, applied), null);
		this.table = table;
		this.conflicts = new ArrayList<>(conflicts);
	}

	/**
	 * Return what does not fit.
	 * @return at least one conflict, in the order of versions
	 */
	public List<Conflict> getConflicts() {
		return List.copyOf(this.conflicts);
	}

	/**
	 * Return the history table.
	 * @return its name, qualified and quoted
	 */
	public String getTable() {
		return this.table;
	}

	private static String describe(String service, String table, List<Conflict> conflicts, List<String> applied) {
		StringBuilder message = new StringBuilder().append(new ServiceName(service))
			.append(": the history in ")
			.append(Printable.line(table))
			.append(" and the migration files do not fit together:\n");
		for (Conflict conflict : conflicts.subList(0, Math.min(MOST, conflicts.size()))) {
			message.append("\n  - ").append(Printable.line(conflict.description()));
		}
		if (conflicts.size() > MOST) {
			message.append("\n  ").append(Listing.more(conflicts.size() - MOST));
		}
		return message.append("\n\n").append(applied(applied)).toString();
	}

	/**
	 * One migration whose file and history disagree.
	 *
	 * @param kind how they disagree
	 * @param version the version, in its canonical form
	 * @param description what disagrees, one sentence
	 */
	public record Conflict(Kind kind, String version, String description) implements Serializable {
	}

	/**
	 * How a file and the history can disagree.
	 */
	public enum Kind {

		/** Applied, and its file has changed since. */
		CHANGED,

		/** Applied, and its file is gone while later ones are there. */
		MISSING,

		/** Not applied, although a later one is. */
		OUT_OF_ORDER,

		/** Undone in part, statement by statement. */
		UNDONE_IN_PART

	}

}
