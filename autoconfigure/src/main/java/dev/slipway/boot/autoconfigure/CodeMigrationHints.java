package dev.slipway.boot.autoconfigure;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * The interfaces through which a code migration sees its connection, for native images.
 */
final class CodeMigrationHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		for (Class<?> type : List.of(Connection.class, Statement.class, PreparedStatement.class,
				CallableStatement.class, ResultSet.class, DatabaseMetaData.class)) {
			hints.proxies().registerJdkProxy(type);
		}
		hints.proxies().registerJdkProxy(TypeReference.of("org.postgresql.PGConnection"));
	}

}
