package dev.slipway.engine.files;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;

import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.engine.layout.NameShape;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.script.ScriptFile;
import dev.slipway.engine.text.Expression;
import dev.slipway.engine.text.ReadFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;

/**
 * What files say of the scripts beside them: {@code metadata.toml} of all scripts in its
 * folder, {@code <script>.conf} of one.
 */
final class SidecarFiles {

	private static final String METADATA = "metadata.toml";

	private static final String CONFIGURATION = ".conf";

	private static final String IN_TRANSACTION = "executeInTransaction";

	private static final String REPLACEMENT = "placeholderReplacement";

	/**
	 * diesel takes a file without the key for {@code false}; nobody means that, and what
	 * cannot run in a transaction is detected anyway.
	 */
	private static final Expression RUN_IN_TRANSACTION = new Expression(
			"(?m)^[ \t]*\"?run_in_transaction\"?[ \t]*=[ \t]*(true|false)\\b");

	private final Map<String, Resource> files;

	private final Consumer<FileProblem> problems;

	private final Set<String> unreadable = new HashSet<>();

	/**
	 * Create companions.
	 * @param files the files by their URL
	 * @param problems takes what a file says and Slipway cannot do
	 */
	SidecarFiles(Map<String, Resource> files, Consumer<FileProblem> problems) {
		this.files = files;
		this.problems = problems;
	}

	static boolean isCompanion(String fileName) {
		return fileName.equals(METADATA) || fileName.toLowerCase(Locale.ROOT).endsWith(".sql" + CONFIGURATION);
	}

	/**
	 * Return a script with what is said of it.
	 * @param script the script by its name alone
	 * @param url the URL of the script
	 */
	ScriptFile complete(ScriptFile script, String url) {
		String metadata = text(NameShape.folder(url, 1) + METADATA);
		String configuration = text(url + CONFIGURATION);
		boolean noTransaction = metadata != null && isOutside(metadata);
		ReadingRules rules = script.rules();
		if (configuration != null) {
			Properties properties = read(url + CONFIGURATION, configuration);
			String inTransaction = properties.getProperty(IN_TRANSACTION);
			noTransaction = (inTransaction != null) ? inTransaction.equals("false") : noTransaction;
			String replacement = properties.getProperty(REPLACEMENT);
			rules = (replacement != null) ? rules.withPlaceholderReplacement(replacement.equals("true")) : rules;
		}
		return new ScriptFile(script.path(), script.resource(), script.layout(),
				script.noTransaction() || noTransaction, rules, script.neighbours());
	}

	private static boolean isOutside(String metadata) {
		Matcher matcher = RUN_IN_TRANSACTION.matcher(metadata);
		return matcher.find() && matcher.group(1).equals("false");
	}

	/** Read what Slipway can do, with values in lower case. */
	private Properties read(String url, String configuration) {
		Properties properties = new Properties();
		try {
			properties.load(new StringReader(configuration));
		}
		catch (IOException | IllegalArgumentException ex) {
			refuse(url, ex);
		}
		for (String key : new TreeSet<>(properties.stringPropertyNames())) {
			String value = properties.getProperty(key).strip().toLowerCase(Locale.ROOT);
			String refused = refused(key, value);
			if (refused != null) {
				this.problems.accept(new FileProblem(Kind.UNSUPPORTED,
						Location.display(url) + " says " + key + "=" + value + ": " + refused + "."));
				properties.remove(key);
			}
			else {
				properties.setProperty(key, value);
			}
		}
		return properties;
	}

	private static @Nullable String refused(String key, String value) {
		return switch (key) {
			case IN_TRANSACTION, REPLACEMENT ->
				(value.equals("true") || value.equals("false")) ? null : "it must be true or false";
			case "encoding" -> (value.equals("utf-8") || value.equals("utf8")) ? null : "a script must be UTF-8";
			case "shouldExecute" ->
				value.equals("true") ? null : "a script that must not run cannot stay in a location";
			default -> "the keys are " + IN_TRANSACTION + ", " + REPLACEMENT + ", encoding and shouldExecute";
		};
	}

	/** Return the text of a file, {@code null} when it is not there. */
	private @Nullable String text(String url) {
		Resource file = this.files.get(url);
		try {
			return (file != null) ? file.getContentAsString(StandardCharsets.UTF_8) : null;
		}
		catch (IOException | SecurityException ex) {
			refuse(url, ex);
			return null;
		}
	}

	/** One file may stand beside several scripts. */
	private void refuse(String url, Exception failure) {
		if (this.unreadable.add(url)) {
			this.problems.accept(new FileProblem(Kind.UNREADABLE,
					Location.display(url) + " cannot be read: " + ReadFailure.reason(failure) + "."));
		}
	}

}
