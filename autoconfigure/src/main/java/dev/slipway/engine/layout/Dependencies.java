package dev.slipway.engine.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the lines before the first statement of a file of yoyo's say of other files.
 *
 * @param names the names of the files that run before it, without their endings
 * @param transactional whether it runs in a transaction, as it is written; empty where
 * nothing says so
 */
public record Dependencies(List<String> names, String transactional) {

	private static final Pattern LINE = Pattern.compile("\\s*--\\s*(transactional|depends)\\s*:\\s*(.*)");

	/** Read the lines at the beginning of a text. */
	public static Dependencies read(String head) {
		List<String> names = new ArrayList<>();
		List<String> transactional = new ArrayList<>();
		for (String line : head.lines().takeWhile((line) -> line.isBlank() || line.strip().startsWith("--")).toList()) {
			Matcher matcher = LINE.matcher(line);
			if (matcher.matches() && matcher.group(1).equals("transactional")) {
				transactional.add(matcher.group(2));
			}
			else if (matcher.matches() && !matcher.group(2).isBlank()) {
				names.addAll(List.of(matcher.group(2).strip().split("\\s+")));
			}
		}
		return new Dependencies(List.copyOf(names), String.join(" ", transactional));
	}

	/** Return whether the tool understands whether the file runs in a transaction. */
	public boolean isClear() {
		return this.transactional.isEmpty() || this.transactional.equalsIgnoreCase("true")
				|| this.transactional.equalsIgnoreCase("false");
	}

}
