package dev.slipway.engine.script;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.Layout;
import org.jspecify.annotations.Nullable;

/**
 * Reads scripts as MyBatis Migrations does: comments of two slashes, and delimiters other
 * than a semicolon. What MyBatis would lose is refused.
 */
final class MyBatisSubstitution extends LineSubstitution {

	private static final Pattern UNDO = Pattern.compile("(?:--|//)[ \\t]*//[ \\t]*@UNDO.*");

	private static final Pattern DELIMITER = Pattern.compile("(?i)(?:--|//)\\s*(?://)?\\s*@DELIMITER\\s+(\\S+).*");

	/** A semicolon with nothing but a comment behind it. */
	private static final Pattern COMMENT_BEHIND = Pattern.compile("[^'\"$]*?;\\s*--.*");

	private static final Pattern BLOCK = Pattern.compile("(?:/\\*.*\\*/\\s*)*(?:--.*)?");

	private static final Pattern VARIABLE = Pattern.compile("\\\\?\\$\\{[^}]*\\}");

	private final boolean variablesStay;

	private String delimiter = ";";

	/** Where another delimiter was chosen last. */
	private long delimiterOffset;

	/** Where the line begins that began a statement; negative between statements. */
	private long open = -1;

	private boolean undo;

	/**
	 * Create a substitution.
	 * @param placeholders what is replaced; {@code null} for nothing
	 * @param variablesStay whether the file says that nothing is replaced
	 */
	MyBatisSubstitution(Layout layout, @Nullable PlaceholderSubstitution placeholders, boolean variablesStay) {
		super(layout, placeholders);
		this.variablesStay = variablesStay;
	}

	@Override
	public Substitution begin() {
		return new MyBatisSubstitution(layout(), placeholders(), this.variablesStay);
	}

	@Override
	public String header() {
		return "-- slipway: placeholders\n";
	}

	@Override
	void takeLine(CharSequence text, int from, int to, SubstitutedText target) throws SubstitutionException {
		int begin = trimmedStart(text, from, to);
		String line = text.subSequence(begin, trimmedEnd(text, begin, to)).toString();
		if (line.startsWith("--") || line.startsWith("//")) {
			takeComment(line, begin, target);
			target.keep(text, from, begin);
			if (line.startsWith("//")) {
				rewrite(text, begin, begin + 2, "--", target);
				begin += 2;
			}
			keepSemicolons(text, begin, to, target);
		}
		else if (line.isEmpty()) {
			target.keep(text, from, to);
		}
		else {
			takeSql(text, from, begin, to, line, target);
		}
	}

	private void takeComment(String line, int begin, SubstitutedText target) throws SubstitutionException {
		if (UNDO.matcher(line).matches()) {
			end(target);
			this.undo = true;
			return;
		}
		Matcher delimiter = DELIMITER.matcher(line);
		if (delimiter.matches()) {
			refuseOpen(target);
			this.delimiter = delimiter.group(1);
			this.delimiterOffset = target.offset() + begin;
		}
	}

	private void takeSql(CharSequence text, int from, int begin, int to, String line, SubstitutedText target)
			throws SubstitutionException {
		refuseVariable(line, begin);
		int last = line.lastIndexOf(this.delimiter);
		if (last < 0) {
			this.open = (this.open < 0) ? target.offset() + begin : this.open;
			takeSemicolons(text, from, to, target);
			return;
		}
		this.open = -1;
		boolean semicolon = this.delimiter.equals(";");
		String behind = line.substring(last + this.delimiter.length()).trim();
		if (!this.undo && !BLOCK.matcher(behind).matches() && !(semicolon && COMMENT_BEHIND.matcher(line).matches())) {
			throw new SubstitutionException(begin + last + this.delimiter.length(),
					"MyBatis loses what stands behind the last delimiter of a line");
		}
		if (semicolon) {
			takeVariables(text, from, to, target);
			return;
		}
		if (!this.undo && line.indexOf(this.delimiter) < last) {
			throw new SubstitutionException(begin + line.indexOf(this.delimiter),
					"two delimiters on one line, which MyBatis sends as one statement");
		}
		takeSemicolons(text, from, begin + last, target);
		// The blank tells it from a semicolon that ends no statement.
		rewrite(text, begin + last, begin + last + this.delimiter.length(), " ;", target);
		target.keep(text, begin + last + this.delimiter.length(), to);
	}

	/** With another delimiter a semicolon ends nothing, and may stand within a string. */
	private void takeSemicolons(CharSequence text, int from, int to, SubstitutedText target)
			throws SubstitutionException {
		int kept = from;
		for (int at = from; at < to; at++) {
			if (text.charAt(at) == ';') {
				takeVariables(text, kept, at, target);
				target.replace(text, at, at + 1, ";");
				kept = at + 1;
			}
		}
		takeVariables(text, kept, to, target);
	}

	/** A backslash makes a variable none. */
	private void takeVariables(CharSequence text, int from, int to, SubstitutedText target)
			throws SubstitutionException {
		int kept = from;
		for (int at = from; at + 2 < to; at++) {
			if (text.charAt(at) == '\\' && text.charAt(at + 1) == '$' && text.charAt(at + 2) == '{') {
				keep(text, kept, at, target);
				rewrite(text, at, at + 2, "$", target);
				kept = at + 2;
			}
		}
		keep(text, kept, to, target);
	}

	/** A script with variables is kept as the file has it, to hold no value. */
	private void rewrite(CharSequence text, int from, int to, String value, SubstitutedText target)
			throws SubstitutionException {
		if (this.undo && placeholders() != null) {
			throw new SubstitutionException(from,
					"where placeholders are replaced, what undoes a script is kept as it stands, and this is no SQL");
		}
		target.replace(text, from, to, value);
	}

	private void refuseVariable(String line, int begin) throws SubstitutionException {
		Matcher variable = VARIABLE.matcher(line);
		if (!this.undo && placeholders() == null && !this.variablesStay && variable.find()) {
			throw new SubstitutionException(begin + variable.start(),
					"MyBatis replaces variables. Switch placeholder-replacement on and set their values in placeholders, "
							+ "or let them stay in this file with -- slipway: no-placeholders");
		}
	}

	/**
	 * What is open at the end of the script MyBatis refuses, or takes to the next file.
	 */
	@Override
	void end(SubstitutedText target) throws SubstitutionException {
		if (this.undo) {
			return;
		}
		refuseOpen(target);
		if (!this.delimiter.equals(";")) {
			throw refused(this.delimiterOffset, target,
					"MyBatis goes on with this delimiter in the next file: a line -- @DELIMITER ; is missing");
		}
	}

	private void refuseOpen(SubstitutedText target) throws SubstitutionException {
		if (!this.undo && this.open >= 0) {
			throw refused(this.open, target,
					"a statement without a delimiter (" + this.delimiter + ") at its end, which MyBatis refuses");
		}
	}

	private static SubstitutionException refused(long offset, SubstitutedText target, String message) {
		return new SubstitutionException(offset - target.offset(), message);
	}

}
