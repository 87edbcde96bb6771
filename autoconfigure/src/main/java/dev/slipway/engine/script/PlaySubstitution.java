package dev.slipway.engine.script;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.Layout;
import org.jspecify.annotations.Nullable;

/**
 * Reads evolutions as Play does: lines lose the blanks at their ends, its markers may
 * begin with a number sign, and two semicolons are one that ends no statement.
 */
final class PlaySubstitution extends LineSubstitution {

	private static final Pattern UPS = Pattern.compile("(?:#|--).*!Ups.*");

	private static final Pattern DOWNS = Pattern.compile("(?:#|--).*!Downs.*");

	private static final Pattern VARIABLE = Pattern.compile("(?i)(!?)\\$evolutions\\{\\{\\{[^}]*\\}\\}\\}");

	/** Whether a section has begun; Play runs nothing of what stands before. */
	private boolean begun;

	PlaySubstitution(Layout layout, @Nullable PlaceholderSubstitution placeholders) {
		super(layout, placeholders);
	}

	@Override
	public Substitution begin() {
		return new PlaySubstitution(layout(), placeholders());
	}

	@Override
	public String header() {
		return "-- slipway: placeholders\n-- !Ups\n";
	}

	@Override
	void takeLine(CharSequence text, int from, int to, SubstitutedText target) throws SubstitutionException {
		int begin = trimmedStart(text, from, to);
		int end = trimmedEnd(text, begin, to);
		String line = text.subSequence(begin, end).toString();
		boolean ups = UPS.matcher(line).matches();
		boolean downs = DOWNS.matcher(line).matches();
		if (ups && downs) {
			throw new SubstitutionException(begin, "a line with both !Ups and !Downs: Play takes it for the first");
		}
		if (ups || downs) {
			target.replace(text, from, to, ups ? "-- !Ups" : "-- !Downs");
			this.begun = true;
			return;
		}
		if (begin > from) {
			target.replace(text, from, begin, "");
		}
		if (!this.begun && line.startsWith("#")) {
			target.replace(text, begin, begin + 1, "--");
			keepSemicolons(text, begin + 1, end, target);
		}
		else if (this.begun) {
			takeSql(text, begin, end, line, target);
		}
		else {
			keepSemicolons(text, begin, end, target);
		}
		if (end < to) {
			target.replace(text, end, to, "");
		}
	}

	private void takeSql(CharSequence text, int begin, int end, String line, SubstitutedText target)
			throws SubstitutionException {
		Matcher variable = VARIABLE.matcher(line);
		int at = begin;
		while (variable.find()) {
			if (variable.group(1).isEmpty()) {
				throw new SubstitutionException(begin + variable.start(),
						"Play replaces this by a value of its configuration, and Slipway does not");
			}
			takeSemicolons(text, at, begin + variable.start(), target);
			target.replace(text, begin + variable.start(), begin + variable.start() + 1, "");
			at = begin + variable.end();
			target.keep(text, begin + variable.start() + 1, at);
		}
		takeSemicolons(text, at, end, target);
	}

	/** One semicolon ends a statement; of two and more Play makes half as many. */
	private void takeSemicolons(CharSequence text, int from, int to, SubstitutedText target)
			throws SubstitutionException {
		int kept = from;
		int at = from;
		while (at < to) {
			int next = at;
			while (next < to && text.charAt(next) == ';') {
				next++;
			}
			if (next - at > 1) {
				keep(text, kept, at, target);
				for (int pair = at; pair < next; pair += 2) {
					target.replace(text, pair, Math.min(pair + 2, next), ";");
				}
				kept = next;
			}
			at = Math.max(next, at + 1);
		}
		keep(text, kept, to, target);
	}

	@Override
	void end(SubstitutedText target) {
		// Whether there was a section is seen when the script itself is read.
	}

}
