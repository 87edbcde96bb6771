package dev.slipway.boot.autoconfigure;

import java.util.Map;

import javax.sql.DataSource;

import dev.slipway.Migrator;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches when there is something to migrate: a DataSource, a migrator of a module's own,
 * or a declared service, which without a DataSource is an error and not a reason to keep
 * quiet.
 */
final class OnMigrationsCondition extends AnyNestedCondition {

	OnMigrationsCondition() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnBean(DataSource.class)
	static class HasDataSource {

	}

	@ConditionalOnBean(Migrator.class)
	static class HasMigrator {

	}

	@Conditional(ServicesDeclared.class)
	static class HasServices {

	}

	static class ServicesDeclared extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			boolean none = Binder.get(context.getEnvironment())
				.bind("slipway.services", Bindable.mapOf(String.class, Object.class))
				.orElse(Map.of())
				.isEmpty();
			ConditionMessage.Builder message = ConditionMessage.forCondition("Slipway services");
			return none ? ConditionOutcome.noMatch(message.didNotFind("any below slipway.services").atAll())
					: ConditionOutcome.match(message.foundExactly("slipway.services"));
		}

	}

}
