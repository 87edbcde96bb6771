package dev.slipway.engine.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * One statement of a script, as it is sent to the server.
 *
 * @param text the statement without its semicolon and without what stands before its
 * first word
 * @param offset where the text begins in the script, in UTF-16 units, as the script was
 * read: after the replacement of placeholders
 * @param line the line on which it begins, counted from 1
 * @param kind what the statement means for the transaction around it
 * @param replacements what stands in the text in the place of variables of psql
 */
public record SqlStatement(String text, long offset, int line, Kind kind, List<Replacement> replacements) {

	/**
	 * Return where the script has a character of the text, or the variable in whose place
	 * it stands.
	 * @param index the index of the character
	 */
	public long offset(int index) {
		return this.offset + Replacement.origin(this.replacements, index);
	}

	/**
	 * Whether the statement takes or gives data besides its text.
	 */
	public boolean isCopy() {
		return this.kind == Kind.COPY_STREAM || this.kind == Kind.COPY_OUT;
	}

	/**
	 * What a statement means for the transaction around it.
	 */
	public enum Kind {

		/** Begins a transaction: {@code BEGIN}, {@code START TRANSACTION}. */
		BEGIN,

		/** Commits: {@code COMMIT}, {@code END}. */
		COMMIT,

		/** Rolls back: {@code ROLLBACK}, {@code ABORT}. */
		ROLLBACK,

		/** Reads the lines that follow it: {@code COPY … FROM STDIN}. */
		COPY_STREAM,

		/**
		 * Sends rows to the client, where nobody wants them: {@code COPY … TO STDOUT}.
		 */
		COPY_OUT,

		/**
		 * Changes a setting of the session that later statements of the script see:
		 * {@code SET}, {@code RESET}, {@code SELECT set_config(…, false)}.
		 */
		SETTING,

		/**
		 * Changes the transaction around it, in which no query may come before it:
		 * {@code SET TRANSACTION}.
		 */
		TRANSACTION_MODE,

		/** Refuses to run in a transaction: {@code VACUUM}, for example. */
		NON_TRANSACTIONAL,

		/** Everything else. */
		PLAIN

	}

	/**
	 * A part of a text that stands in the place of another one.
	 *
	 * @param at where it begins
	 * @param length how long it is
	 * @param replaced how long the other one was
	 */
	public record Replacement(int at, int length, int replaced) {

		private int end() {
			return this.at + this.length;
		}

		/**
		 * Return an index of the text before replacement.
		 * @param all what was replaced, in its order
		 * @param index an index of the text; all of a part has the index where it begins
		 */
		static long origin(List<Replacement> all, int index) {
			long origin = index;
			for (Replacement each : all) {
				if (index < each.at) {
					break;
				}
				if (index < each.end()) {
					return origin - (index - each.at);
				}
				origin += each.replaced - each.length;
			}
			return origin;
		}

		/** Note a part behind all others, or within the last of them. */
		static void add(List<Replacement> all, int at, int replaced, int length) {
			Replacement last = all.isEmpty() ? null : all.get(all.size() - 1);
			if (last != null && at < last.end()) {
				all.set(all.size() - 1, new Replacement(last.at, last.length + length - replaced, last.replaced));
			}
			else {
				all.add(new Replacement(at, length, replaced));
			}
		}

		/** The parts between two indexes, counted from the first. */
		static List<Replacement> between(List<Replacement> all, int from, int to) {
			List<Replacement> some = new ArrayList<>();
			for (Replacement each : all) {
				if (each.at < to && (each.end() > from || each.at >= from)) {
					int at = Math.max(each.at, from);
					some.add(new Replacement(at - from, each.end() - at, each.replaced));
				}
			}
			return some;
		}

	}

}
