package dev.slipway.boot.diagnostics;

import java.sql.SQLException;
import java.util.Locale;

import dev.slipway.ServerError;
import dev.slipway.boot.autoconfigure.MigrationRunner;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.text.Printable;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Explains a bean that has missed a table while it was created, before migrations have
 * run.
 */
final class TooEarlyFailureAnalyzer extends AbstractFailureAnalyzer<BeanCreationException> implements Ordered {

	/** Hibernate looks for tables by itself. */
	private static final String MISSING_IN_HIBERNATE = "org.hibernate.tool.schema.spi.SchemaManagementException";

	private static final int DEEPEST_CAUSE = 50;

	private final BeanFactory beans;

	private final Environment environment;

	TooEarlyFailureAnalyzer(BeanFactory beans, Environment environment) {
		this.beans = beans;
		this.environment = environment;
	}

	/** Before those that explain any bean that could not be created. */
	@Override
	public int getOrder() {
		return 0;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BeanCreationException cause) {
		if (!(this.beans instanceof ConfigurableListableBeanFactory factory) || !MigrationRunner.isAhead(factory)) {
			return null;
		}
		String bean = String.valueOf(cause.getBeanName());
		Throwable current = cause;
		for (int depth = 0; current != null && depth < DEEPEST_CAUSE; depth++) {
			if (current instanceof BeanCreationException inner && inner.getBeanName() != null) {
				bean = inner.getBeanName();
			}
			String missing = missing(current);
			if (missing != null) {
				return new FailureAnalysis("The bean '" + Printable.line(bean)
						+ "' needs the schema while it is created, but migrations have not run yet:\n\n"
						+ Printable.block(missing), action(Printable.line(bean)), cause);
			}
			current = current.getCause();
		}
		return null;
	}

	private static @Nullable String missing(Throwable failure) {
		if (failure instanceof SQLException refused && SqlState.UNDEFINED_TABLE.equals(refused.getSQLState())) {
			return ServerError.of(refused).toString();
		}
		return failure.getClass().getName().equals(MISSING_IN_HIBERNATE) ? failure.getMessage() : null;
	}

	private String action(String bean) {
		String trigger = this.environment.getProperty("slipway.trigger", "auto").toLowerCase(Locale.ROOT);
		return switch (trigger) {
			case "lifecycle" -> "Remove slipway.trigger=lifecycle: it lets migrations run after all beans are created.";
			case "initialization" -> "Annotate '" + bean + "' with @DependsOnDatabaseInitialization: something that"
					+ " Spring creates before all other beans needs it.";
			default -> "Annotate '" + bean + "' with @DependsOnDatabaseInitialization, or set"
					+ " slipway.trigger=initialization: then migrations run before other beans are created.";
		};
	}

}
