package dev.slipway.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.sql.DataSource;

import dev.slipway.CodeMigration;
import dev.slipway.Migrator;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionMessage.Style;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches when there is something to migrate: a DataSource, a migrator of a module's own,
 * details of a connection, or a setting that says what to connect to or a code migration,
 * which without a DataSource are an error and not a reason to keep quiet.
 */
final class OnMigrationsCondition extends SpringBootCondition implements ConfigurationCondition {

	/** What only makes sense where there is something to migrate. */
	private static final List<String> CONNECTION = List.of("data-source", "url", "username", "password");

	/** Beans are looked for when those of the application are all defined. */
	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Slipway migrations");
		ConfigurableListableBeanFactory beans = Objects.requireNonNull(context.getBeanFactory());
		for (Class<?> type : List.of(DataSource.class, Migrator.class)) {
			List<String> names = names(beans, type);
			if (!names.isEmpty()) {
				return ConditionOutcome
					.match(message.found(type.getSimpleName(), type.getSimpleName() + "s").items(Style.QUOTE, names));
			}
		}
		return withoutDataSource(context, message, beans);
	}

	private static ConditionOutcome withoutDataSource(ConditionContext context, ConditionMessage.Builder message,
			ConfigurableListableBeanFactory beans) {
		if (declaresServices(context.getEnvironment())) {
			return ConditionOutcome.match(message.foundExactly("slipway.services"));
		}
		for (String name : CONNECTION) {
			if (StringUtils.hasText(context.getEnvironment().getProperty("slipway." + name))) {
				return ConditionOutcome.match(message.foundExactly("slipway." + name));
			}
		}
		for (Class<?> type : List.of(SlipwayConnectionDetails.class, JdbcConnectionDetails.class,
				CodeMigration.class)) {
			String[] names = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type, true, false);
			if (names.length > 0) {
				return ConditionOutcome.match(message.found(type.getSimpleName()).items(Style.QUOTE, (Object[]) names));
			}
		}
		List<String> marked = MarkedDataSources.names(beans);
		if (!marked.isEmpty()) {
			return ConditionOutcome.match(message.found("@SlipwayDataSource").items(Style.QUOTE, marked));
		}
		return ConditionOutcome.noMatch(message.didNotFind(
				"any DataSource, Migrator, CodeMigration, connection details, slipway.url, slipway.data-source or slipway.services")
			.atAll());
	}

	private static List<String> names(ConfigurableListableBeanFactory beans, Class<?> type) {
		List<String> names = new ArrayList<>();
		for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type, true, false)) {
			if (isCandidate(beans, name)) {
				names.add(name);
			}
		}
		return names;
	}

	/** As {@code @ConditionalOnBean} has it: a bean that is injected by its type. */
	private static boolean isCandidate(ConfigurableListableBeanFactory beans, String name) {
		if (beans.containsBeanDefinition(name)) {
			BeanDefinition definition = beans.getBeanDefinition(name);
			boolean byName = definition instanceof AbstractBeanDefinition bean && !bean.isDefaultCandidate();
			return definition.isAutowireCandidate() && !byName;
		}
		return !(beans.getParentBeanFactory() instanceof ConfigurableListableBeanFactory parent)
				|| isCandidate(parent, name);
	}

	private static boolean declaresServices(Environment environment) {
		return !Binder.get(environment)
			.bind("slipway.services", Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of())
			.isEmpty();
	}

}
