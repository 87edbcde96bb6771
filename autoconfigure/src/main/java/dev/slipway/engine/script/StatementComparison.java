package dev.slipway.engine.script;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.sql.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Which statements of a script differ from those that were applied: the fewest that have
 * to be changed, added or removed to make one of the other.
 */
public final class StatementComparison {

	private StatementComparison() {
	}

	/**
	 * Compare the statements of a script with those that were applied.
	 * @param applied what was kept of those
	 * @param script the script as it is now, parsed
	 * @return the differences in the order of the script; {@code null} when it has too
	 * many statements for that
	 * @throws IOException if the file cannot be read again
	 */
	public static @Nullable List<StatementDifference> of(StatementHashes applied, Script script) throws IOException {
		List<Integer> now = new ArrayList<>();
		List<StatementDifference> all = new ArrayList<>();
		try (ScriptStatements source = script.open()) {
			for (SqlStatement next = source.next(); next != null; next = source.next()) {
				if (!StatementHashes.counts(next)) {
					continue;
				}
				if (now.size() >= StatementHashes.MOST) {
					return null;
				}
				String text = script.withNames(next.text());
				now.add(StatementHashes.hash(text));
				all.add(new StatementDifference(0, now.size(), script.line(next), StatementDifference.brief(text)));
			}
		}
		return differences(applied.list(), now, all);
	}

	/** What both have in common at the beginning and at the end is not looked at. */
	private static List<StatementDifference> differences(List<Integer> before, List<Integer> now,
			List<StatementDifference> all) {
		int start = 0;
		while (start < Math.min(before.size(), now.size()) && before.get(start).equals(now.get(start))) {
			start++;
		}
		int rest = 0;
		while (rest < Math.min(before.size(), now.size()) - start
				&& before.get(before.size() - 1 - rest).equals(now.get(now.size() - 1 - rest))) {
			rest++;
		}
		return between(before, now, all, start, before.size() - rest, now.size() - rest);
	}

	private static List<StatementDifference> between(List<Integer> before, List<Integer> now,
			List<StatementDifference> all, int start, int endBefore, int endNow) {
		short[][] common = common(before, now, start, endBefore, endNow);
		List<StatementDifference> differences = new ArrayList<>();
		int i = start;
		int j = start;
		while (i < endBefore || j < endNow) {
			if (i < endBefore && j < endNow && before.get(i).equals(now.get(j))) {
				i++;
				j++;
			}
			else if (i < endBefore && j < endNow
					&& common[i + 1 - start][j + 1 - start] == common[i - start][j - start]) {
				differences.add(all.get(j).insteadOf(i + 1));
				i++;
				j++;
			}
			else if (j >= endNow
					|| (i < endBefore && common[i + 1 - start][j - start] >= common[i - start][j + 1 - start])) {
				differences.add(new StatementDifference(i + 1, 0, "", ""));
				i++;
			}
			else {
				differences.add(all.get(j));
				j++;
			}
		}
		return differences;
	}

	/** How many statements both have in common from some place on. */
	private static short[][] common(List<Integer> before, List<Integer> now, int start, int endBefore, int endNow) {
		short[][] common = new short[endBefore - start + 1][endNow - start + 1];
		for (int i = endBefore - start - 1; i >= 0; i--) {
			for (int j = endNow - start - 1; j >= 0; j--) {
				boolean same = before.get(start + i).equals(now.get(start + j));
				common[i][j] = (short) (same ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]));
			}
		}
		return common;
	}

}
