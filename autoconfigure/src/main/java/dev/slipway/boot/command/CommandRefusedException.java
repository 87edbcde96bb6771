package dev.slipway.boot.command;

import dev.slipway.engine.text.Printable;
import org.springframework.boot.ExitCodeGenerator;

/**
 * A command that does not exist, or that this application cannot run. Nothing was
 * started, and no database was asked.
 */
public final class CommandRefusedException extends RuntimeException implements ExitCodeGenerator {

	private static final long serialVersionUID = 1L;

	private final String action;

	private final int exitCode;

	CommandRefusedException(String problem, String action, int exitCode) {
		super(Printable.line(problem));
		this.action = Printable.line(action);
		this.exitCode = exitCode;
	}

	/**
	 * Return what to do.
	 * @return one or more sentences
	 */
	public String getAction() {
		return this.action;
	}

	@Override
	public int getExitCode() {
		return this.exitCode;
	}

}
