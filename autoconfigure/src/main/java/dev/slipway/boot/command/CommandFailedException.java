package dev.slipway.boot.command;

import org.springframework.boot.ExitCodeGenerator;

/**
 * Carries the exit code of a command that failed. Spring Boot explains the cause.
 */
final class CommandFailedException extends RuntimeException implements ExitCodeGenerator {

	private static final long serialVersionUID = 1L;

	private final int exitCode;

	CommandFailedException(Command command, Throwable cause) {
		super("Command '" + command.label() + "' has failed", cause);
		this.exitCode = CommandExit.code(cause);
	}

	@Override
	public int getExitCode() {
		return this.exitCode;
	}

}
