package dev.slipway;

import java.util.List;

import dev.slipway.engine.text.CauseMasking;
import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything that stops a migration run. Each subclass is one family of
 * errors and carries the data that its message was made of, so that nobody has to read
 * the message by program. Instances are immutable.
 */
public abstract class SlipwayException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String service;

	/**
	 * Create an exception.
	 * @param service the name of the service, empty for the unnamed one
	 * @param message what happened, where, and what is true now; what others wrote in it
	 * is {@link Printable}; credentials in it are masked
	 * @param cause the cause, if any; a plain exception takes its place when a message in
	 * its chain has credentials or control characters
	 */
	protected SlipwayException(String service, String message, @Nullable Throwable cause) {
		super(Printable.text(Redaction.mask(message)),
				(cause != null) ? CauseMasking.ofCredentials(cause, SlipwayException.class) : null);
		this.service = service;
	}

	/**
	 * Return the service whose migrations failed.
	 * @return the name, empty for the unnamed service, never {@code null}
	 */
	public String getService() {
		return this.service;
	}

	/**
	 * Return the sentence that says what is true after a failure.
	 * @param applied the migrations that the run had applied, in their order
	 * @return the sentence
	 */
	public static String applied(List<String> applied) {
		return applied.isEmpty() ? "Nothing was applied." : "Applied in this run: " + list(applied) + ".";
	}

	/**
	 * Return names, such as those of migrations in their order, for a person to read.
	 * @param names the names, at least one
	 * @return all of a few, the first and the last of many
	 */
	public static String list(List<String> names) {
		return Listing.ofRow(names);
	}

}
