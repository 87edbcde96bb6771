package dev.slipway.boot.command;

import java.util.List;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/**
 * Explains the failure of a command as Spring Boot explains that of a start, with the
 * analyzers that it has for both.
 *
 * @param reporters those of Spring Boot
 */
record FailureReport(List<SpringBootExceptionReporter> reporters) {

	static FailureReport of(ConfigurableApplicationContext context) {
		return new FailureReport(SpringFactoriesLoader.forDefaultResourceLocation(context.getClassLoader())
			.load(SpringBootExceptionReporter.class,
					ArgumentResolver.of(ConfigurableApplicationContext.class, context)));
	}

	private void print(CommandLine line, Throwable failure) {
		if (!Printout.isLogged()) {
			Printout.say(failure);
		}
		else if (!isReported(failure)) {
			Printout.sayUnexplained("Command '" + line.command().label() + "' has failed", failure);
		}
	}

	/** Print it for a program too, whose people find the rest in the log. */
	void print(CommandLine line, Throwable failure, int exitCode) {
		print(line, failure);
		if (line.isJson()) {
			new ResultOutput(new Printout(ResultStream.get())).printFailure(line.command().label(), failure, exitCode);
		}
	}

	private boolean isReported(Throwable failure) {
		for (SpringBootExceptionReporter reporter : this.reporters) {
			if (reporter.reportException(failure)) {
				return true;
			}
		}
		return false;
	}

}
