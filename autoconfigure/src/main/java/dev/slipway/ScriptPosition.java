package dev.slipway;

import java.io.Serializable;

import dev.slipway.engine.text.Printable;

/**
 * A place in a migration file, as an editor shows it.
 *
 * @param file the file, as a person finds it: a path on the classpath or in the file
 * system
 * @param line the line, counted from 1
 * @param column the column in characters (Unicode code points), counted from 1
 * @param excerpt the line itself with a caret under the column, two lines of text
 */
public record ScriptPosition(String file, int line, int column, String excerpt) implements Serializable {

	/**
	 * Return the place in the form that terminals and editors make a link of, with the
	 * file's control characters escaped.
	 */
	@Override
	public String toString() {
		return Printable.line(this.file) + ":" + this.line + ":" + this.column;
	}

}
