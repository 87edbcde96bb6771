package dev.slipway.engine.text;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The log of a class. Each message is one line without credentials, whatever the server,
 * a driver or a file's name brings into it.
 */
public final class LineLog {

	private final Log log;

	private LineLog(Log log) {
		this.log = log;
	}

	/**
	 * Return the log of a class.
	 * @param category the class that logs
	 */
	public static LineLog of(Class<?> category) {
		return new LineLog(LogFactory.getLog(category));
	}

	/**
	 * Return the log of runs: what the person on call reads, whichever class says it.
	 */
	public static LineLog ofRuns() {
		return new LineLog(LogFactory.getLog("dev.slipway.Migrator"));
	}

	/**
	 * Return whether errors are logged.
	 */
	public boolean isErrorEnabled() {
		return this.log.isErrorEnabled();
	}

	/**
	 * Return whether debug messages are logged.
	 */
	public boolean isDebugEnabled() {
		return this.log.isDebugEnabled();
	}

	/**
	 * Log what a person should act upon.
	 */
	public void warn(String message) {
		if (this.log.isWarnEnabled()) {
			this.log.warn(line(message));
		}
	}

	/**
	 * Log what a run does.
	 */
	public void info(String message) {
		if (this.log.isInfoEnabled()) {
			this.log.info(line(message));
		}
	}

	/**
	 * Log a detail.
	 */
	public void debug(String message) {
		if (this.log.isDebugEnabled()) {
			this.log.debug(line(message));
		}
	}

	private static String line(String message) {
		return Printable.line(mayHaveCredentials(message) ? Redaction.mask(message) : message);
	}

	/**
	 * Whether there is an end of a user, or a beginning of a parameter or a value.
	 * Without one there is nothing to mask, and the line of a start that has nothing to
	 * do needs no regular expression.
	 */
	private static boolean mayHaveCredentials(String text) {
		return text.indexOf('@') >= 0 || text.indexOf('?') >= 0 || text.indexOf(';') >= 0 || text.indexOf('=') >= 0;
	}

}
