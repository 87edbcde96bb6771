package dev.slipway.boot.autoconfigure;

import java.util.Arrays;
import java.util.List;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Finds the DataSource that a service names, or the one that everybody would get.
 *
 * @param beans the application's beans
 */
record DataSources(ListableBeanFactory beans) {

	DataSource find(String service, @Nullable String name) {
		return (name != null) ? named(service, name) : unnamed(service);
	}

	private DataSource named(String service, String name) {
		if (this.beans.containsBean(name) && this.beans.isTypeMatch(name, DataSource.class)) {
			return this.beans.getBean(name, DataSource.class);
		}
		String property = ServiceConfigurationException.property(service, "data-source");
		throw new ServiceConfigurationException(service,
				"has no DataSource: there is no DataSource bean named '" + name + "'. There " + existing() + ".",
				"Set " + property + " to the name of a DataSource bean, or declare a bean named '" + name + "'.", null);
	}

	private DataSource unnamed(String service) {
		DataSource only = this.beans.getBeanProvider(DataSource.class).getIfUnique();
		if (only != null) {
			return only;
		}
		String property = ServiceConfigurationException.property(service, "data-source");
		String action = names().isEmpty() ? "Configure spring.datasource.url, or declare a DataSource bean."
				: "Set " + property + " to the name of the bean to migrate, or mark one bean as @Primary.";
		throw new ServiceConfigurationException(service,
				"has no DataSource: it names none, and there " + existing() + ", none of them primary.", action, null);
	}

	private String existing() {
		List<String> names = names();
		return switch (names.size()) {
			case 0 -> "is no DataSource bean at all";
			case 1 -> "is only '" + names.get(0) + "'";
			default -> "are '" + String.join("', '", names) + "'";
		};
	}

	private List<String> names() {
		return Arrays.stream(this.beans.getBeanNamesForType(DataSource.class))
			.filter((name) -> !name.startsWith("scopedTarget."))
			.sorted()
			.toList();
	}

}
