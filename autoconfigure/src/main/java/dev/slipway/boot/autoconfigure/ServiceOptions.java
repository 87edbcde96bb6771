package dev.slipway.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.slipway.Layout;
import dev.slipway.MigratorOptions;
import dev.slipway.Timeouts;
import dev.slipway.boot.autoconfigure.SlipwayProperties.Adopt;
import dev.slipway.boot.autoconfigure.SlipwayProperties.DuplicateVersions;
import dev.slipway.boot.autoconfigure.SlipwayProperties.NewVersion;
import dev.slipway.boot.autoconfigure.SlipwayProperties.Service;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Merges what a service says with what holds for all of them and with Slipway's own
 * defaults: the one place where it is decided which of them counts.
 *
 * @param properties the configuration
 */
record ServiceOptions(SlipwayProperties properties) {

	private static final String NAME = "{service}";

	private static final Service SILENT = new Service();

	/**
	 * Return the options of all services that are configured, before there are beans.
	 * @param environment has the properties
	 */
	static List<MigratorOptions> all(Environment environment) {
		SlipwayProperties properties = Binder.get(environment).bindOrCreate("slipway", SlipwayProperties.class);
		ServiceOptions options = new ServiceOptions(properties);
		if (properties.getServices().isEmpty()) {
			return List.of(options.merge("", said(null)));
		}
		List<MigratorOptions> services = new ArrayList<>();
		properties.getServices().forEach((name, declared) -> services.add(options.merge(name, said(declared))));
		return services;
	}

	/**
	 * Return what a service says.
	 * @param declared what it is bound to: {@code null} for the unnamed one, and for one
	 * that is declared as in "services.billing:"
	 */
	static Service said(@Nullable Service declared) {
		return (declared != null) ? declared : SILENT;
	}

	MigratorOptions merge(String name, Service service) {
		SlipwayProperties all = this.properties;
		MigratorOptions base = MigratorOptions.of(name);
		List<String> locations = first(service.getLocations(), resolve(all.getLocations(), name), base.locations());
		String schema = (service.getSchema() != null) ? service.getSchema() : resolve(all.getSchema(), name);
		String table = first(service.getTable(), resolve(all.getTable(), name), base.table());
		List<String> searchPath = first(service.getSearchPath(), resolve(all.getSearchPath(), name), base.searchPath());
		boolean createSchema = (service.getCreateSchema() != null) ? service.getCreateSchema() : all.isCreateSchema();
		boolean outOfOrder = (service.getOutOfOrder() != null) ? service.getOutOfOrder() : all.isOutOfOrder();
		List<String> trustedRoles = first(service.getTrustedRoles(), resolve(all.getTrustedRoles(), name),
				base.trustedRoles());
		return reading(name, service, base.withLocations(locations.toArray(new String[0]))
			.withSchema(schema, createSchema)
			.withTable(table)
			.withSearchPath(searchPath.toArray(new String[0]))
			.withOutOfOrder(outOfOrder)
			.withTimeouts(timeouts(service))
			.withTrustedRoles(trustedRoles.toArray(new String[0]))
			.withRole((service.getRole() != null) ? service.getRole() : resolve(all.getRole(), name))
			.withConnectRetries(
					(service.getConnectRetries() != null) ? service.getConnectRetries() : all.getConnectRetries(),
					(service.getConnectRetriesInterval() != null) ? service.getConnectRetriesInterval()
							: all.getConnectRetriesInterval())
			.withIgnoreForeignHistory((service.getIgnoreForeignHistory() != null) ? service.getIgnoreForeignHistory()
					: all.isIgnoreForeignHistory())
			.withAdoption(((service.getAdopt() != null) ? service.getAdopt() : all.getAdopt()) == Adopt.AUTO,
					(service.getAdoptTable() != null) ? service.getAdoptTable() : resolve(all.getAdoptTable(), name))
			.withSourceFolder((service.getSourceFolder() != null) ? service.getSourceFolder()
					: resolve(all.getSourceFolder(), name))
			.withSequentialVersions(sequential(service)));
	}

	private @Nullable Boolean sequential(Service service) {
		NewVersion version = (service.getNewVersion() != null) ? service.getNewVersion()
				: this.properties.getNewVersion();
		return (version != null) ? version == NewVersion.SEQUENTIAL : null;
	}

	private Timeouts timeouts(Service service) {
		SlipwayProperties all = this.properties;
		return new Timeouts(all.getLock().getWaitTimeout(),
				(service.getLockTimeout() != null) ? service.getLockTimeout() : all.getLockTimeout(),
				(service.getLockRetries() != null) ? service.getLockRetries() : all.getLockRetries(),
				(service.getStatementTimeout() != null) ? service.getStatementTimeout() : all.getStatementTimeout());
	}

	private MigratorOptions reading(String name, Service service, MigratorOptions options) {
		SlipwayProperties all = this.properties;
		Layout layout = (service.getLayout() != null) ? service.getLayout() : all.getLayout();
		DuplicateVersions duplicates = (service.getDuplicateVersions() != null) ? service.getDuplicateVersions()
				: all.getDuplicateVersions();
		boolean mixed = (service.getMixedLayouts() != null) ? service.getMixedLayouts() : all.isMixedLayouts();
		List<String> exclude = (service.getExclude() != null) ? service.getExclude() : all.getExclude();
		Boolean replacement = (service.getPlaceholderReplacement() != null) ? service.getPlaceholderReplacement()
				: all.getPlaceholderReplacement();
		return options.withLayout(layout)
			.withDuplicateVersionsByName(duplicates == DuplicateVersions.BY_NAME)
			.withMixedLayouts(mixed)
			.withExclude((exclude != null) ? exclude.toArray(new String[0]) : new String[0])
			.withPlaceholders(placeholders(name, service.getPlaceholders()))
			.withPlaceholderReplacement(replacement);
	}

	/** Case does not matter in the names, so neither does it here. */
	private Map<String, String> placeholders(String name, @Nullable Map<String, String> own) {
		Map<String, String> merged = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (Map.Entry<String, String> shared : this.properties.getPlaceholders().entrySet()) {
			merged.put(shared.getKey(), shared.getValue().replace(NAME, name));
		}
		if (own != null) {
			merged.putAll(own);
		}
		return merged;
	}

	private static <T> T first(@Nullable T own, @Nullable T shared, T fallback) {
		return (own != null) ? own : (shared != null) ? shared : fallback;
	}

	private static @Nullable String resolve(@Nullable String value, String name) {
		return (value != null) ? value.replace(NAME, name) : null;
	}

	private static @Nullable List<String> resolve(@Nullable List<String> values, String name) {
		if (values == null) {
			return null;
		}
		List<String> resolved = new ArrayList<>();
		for (String value : values) {
			resolved.add(value.replace(NAME, name));
		}
		return resolved;
	}

}
