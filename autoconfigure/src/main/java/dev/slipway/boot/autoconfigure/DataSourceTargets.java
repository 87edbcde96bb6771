package dev.slipway.boot.autoconfigure;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/**
 * Tells which DataSources stand behind one: that of a proxy, such as a
 * {@code LazyConnectionDataSourceProxy}, or all of one that routes.
 */
final class DataSourceTargets {

	private DataSourceTargets() {
	}

	/**
	 * Tell whether two DataSources may lead to the same database.
	 * @param one a DataSource
	 * @param other another one, or the same
	 * @return whether they have a DataSource in common, themselves included
	 */
	static boolean meet(DataSource one, DataSource other) {
		return !Collections.disjoint(of(one), of(other));
	}

	private static Set<DataSource> of(DataSource dataSource) {
		Set<DataSource> targets = Collections.newSetFromMap(new IdentityHashMap<>());
		add(dataSource, targets);
		return targets;
	}

	private static void add(@Nullable DataSource dataSource, Set<DataSource> targets) {
		if (dataSource == null || !targets.add(dataSource)) {
			return;
		}
		if (dataSource instanceof DelegatingDataSource proxy) {
			add(proxy.getTargetDataSource(), targets);
		}
		else if (dataSource instanceof AbstractRoutingDataSource routing) {
			resolved(routing).values().forEach((each) -> add(each, targets));
			add(routing.getResolvedDefaultDataSource(), targets);
		}
	}

	/** One that chooses by itself need not have told Spring among which. */
	private static Map<Object, DataSource> resolved(AbstractRoutingDataSource routing) {
		try {
			return routing.getResolvedDataSources();
		}
		catch (IllegalStateException ex) {
			return Map.of();
		}
	}

}
