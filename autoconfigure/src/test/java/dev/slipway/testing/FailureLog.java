package dev.slipway.testing;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the failure of a test behind what was logged before it.
 */
final class FailureLog implements TestExecutionListener {

	private static final Logger logger = LoggerFactory.getLogger(FailureLog.class);

	@Override
	public void executionFinished(TestIdentifier test, TestExecutionResult result) {
		if (result.getStatus() == TestExecutionResult.Status.FAILED) {
			logger.error("{} has failed", test.getDisplayName(), result.getThrowable().orElse(null));
		}
	}

}
