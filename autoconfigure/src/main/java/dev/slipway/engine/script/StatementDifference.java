package dev.slipway.engine.script;

/**
 * A statement that a script has now and had not when it was applied, or the other way
 * round, or one in the place of another.
 *
 * @param before its number when the script was applied, from 1; 0 when it was not there
 * @param now its number now; 0 when it is not there any more
 * @param place the file and the line on which it begins now; empty when it is not there
 * @param text the beginning of its text now, on one line
 */
public record StatementDifference(int before, int now, String place, String text) {

	private static final int LONGEST = 100;

	/** Return the same statement in the place of one that was applied. */
	StatementDifference insteadOf(int before) {
		return new StatementDifference(before, this.now, this.place, this.text);
	}

	static String brief(String text) {
		String line = text.strip().replaceAll("\\s+", " ");
		return (line.length() > LONGEST) ? line.substring(0, LONGEST) + "…" : line;
	}

	/** For people: what became of which statement. */
	@Override
	public String toString() {
		if (this.now == 0) {
			return "statement " + this.before + " as it was applied is gone";
		}
		String what = (this.before == 0) ? "statement " + this.now + " is new" : "statement " + this.now
				+ " was another one" + ((this.before != this.now) ? " (" + this.before + ")" : "");
		return what + ", " + this.place + ": " + this.text;
	}

}
