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

/**
 * Merges what a service says with what holds for all of them and with Slipway's own
 * defaults: the one place where it is decided which of them counts.
 *
 * @param properties the configuration
 */
record ServiceOptions(SlipwayProperties properties) {

	private static final String NAME = "{service}";

	private static final Service SILENT = new Service(null, null, null, null, null, null, null, null, null, null, null,
			null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

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
		List<String> locations = first(service.locations(), resolve(all.locations(), name), base.locations());
		String schema = (service.schema() != null) ? service.schema() : resolve(all.schema(), name);
		String table = first(service.table(), resolve(all.table(), name), base.table());
		List<String> searchPath = first(service.searchPath(), resolve(all.searchPath(), name), base.searchPath());
		boolean createSchema = (service.createSchema() != null) ? service.createSchema() : all.createSchema();
		boolean outOfOrder = (service.outOfOrder() != null) ? service.outOfOrder() : all.outOfOrder();
		List<String> trustedRoles = first(service.trustedRoles(), resolve(all.trustedRoles(), name),
				base.trustedRoles());
		return reading(name, service, base.withLocations(locations.toArray(new String[0]))
			.withSchema(schema, createSchema)
			.withTable(table)
			.withSearchPath(searchPath.toArray(new String[0]))
			.withOutOfOrder(outOfOrder)
			.withTimeouts(timeouts(service))
			.withTrustedRoles(trustedRoles.toArray(new String[0]))
			.withRole((service.role() != null) ? service.role() : resolve(all.role(), name))
			.withConnectRetries((service.connectRetries() != null) ? service.connectRetries() : all.connectRetries(),
					(service.connectRetriesInterval() != null) ? service.connectRetriesInterval()
							: all.connectRetriesInterval())
			.withIgnoreForeignHistory((service.ignoreForeignHistory() != null) ? service.ignoreForeignHistory()
					: all.ignoreForeignHistory())
			.withAdoption(((service.adopt() != null) ? service.adopt() : all.adopt()) == Adopt.AUTO,
					(service.adoptTable() != null) ? service.adoptTable() : resolve(all.adoptTable(), name))
			.withSourceFolder(
					(service.sourceFolder() != null) ? service.sourceFolder() : resolve(all.sourceFolder(), name))
			.withSequentialVersions(sequential(service)));
	}

	private @Nullable Boolean sequential(Service service) {
		NewVersion version = (service.newVersion() != null) ? service.newVersion() : this.properties.newVersion();
		return (version != null) ? version == NewVersion.SEQUENTIAL : null;
	}

	private Timeouts timeouts(Service service) {
		SlipwayProperties all = this.properties;
		return new Timeouts(all.lock().waitTimeout(),
				(service.lockTimeout() != null) ? service.lockTimeout() : all.lockTimeout(),
				(service.lockRetries() != null) ? service.lockRetries() : all.lockRetries(),
				(service.statementTimeout() != null) ? service.statementTimeout() : all.statementTimeout());
	}

	private MigratorOptions reading(String name, Service service, MigratorOptions options) {
		SlipwayProperties all = this.properties;
		Layout layout = (service.layout() != null) ? service.layout() : all.layout();
		DuplicateVersions duplicates = (service.duplicateVersions() != null) ? service.duplicateVersions()
				: all.duplicateVersions();
		boolean mixed = (service.mixedLayouts() != null) ? service.mixedLayouts() : all.mixedLayouts();
		List<String> exclude = (service.exclude() != null) ? service.exclude() : all.exclude();
		Boolean replacement = (service.placeholderReplacement() != null) ? service.placeholderReplacement()
				: all.placeholderReplacement();
		return options.withLayout(layout)
			.withDuplicateVersionsByName(duplicates == DuplicateVersions.BY_NAME)
			.withMixedLayouts(mixed)
			.withExclude((exclude != null) ? exclude.toArray(new String[0]) : new String[0])
			.withPlaceholders(placeholders(name, service.placeholders()))
			.withPlaceholderReplacement(replacement);
	}

	/** Case does not matter in the names, so neither does it here. */
	private Map<String, String> placeholders(String name, @Nullable Map<String, String> own) {
		Map<String, String> merged = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (Map.Entry<String, String> shared : this.properties.placeholders().entrySet()) {
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
