package dev.slipway.engine.layout;

import java.util.regex.Matcher;

import dev.slipway.engine.text.Expression;
import org.jspecify.annotations.Nullable;

/**
 * The templates of a tool, whose text stands wherever a file names one: what the tool
 * does before it looks at anything else.
 *
 * @param separator what divides a file before its templates are read, and not in them
 */
public record Templates(String separator) {

	/** What begins all that the tool replaces. */
	public static final String BEGIN = "{{";

	/** What ends it. */
	public static final String END = "}}";

	private static final String FILE = "(?:\"([^\"\\\\\\n]+)\"|`([^`\\n]+)`)(?:\\s+[.$])?\\s*";

	private static final Expression TEMPLATE = new Expression("\\{\\{\\s*template\\s+" + FILE + "}}");

	/** A line that has nothing else, which is no SQL. */
	private static final Expression OWN_LINE = new Expression(
			"(?m)^[ \\t]*\\{\\{\\s*template\\s+" + FILE + "}}[ \\t\\r]*$");

	/** Return whether the first part of a text names a template, or may be divided. */
	boolean isFor(String head) {
		return head.contains(BEGIN) && (head.contains(this.separator) || OWN_LINE.matcher(head).find());
	}

	/**
	 * Return the template that an action names, {@code null} when it does something else.
	 * @param action all from {@link #BEGIN} to behind {@link #END}
	 */
	public @Nullable String name(String action) {
		Matcher template = TEMPLATE.matcher(action);
		if (!template.matches()) {
			return null;
		}
		return (template.group(1) != null) ? template.group(1) : template.group(2);
	}

}
