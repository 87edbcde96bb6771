package dev.slipway.engine.execute;

import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.function.Consumer;

import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlSyntaxException;
import dev.slipway.engine.sql.StatementSplitter;
import dev.slipway.engine.sql.StatementSplitter.Part;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * The connection of a transaction as a code migration sees it. It can do everything but
 * end the transaction or the connection. What leads back to a connection (statements,
 * rows, metadata) leads back to this one. Interfaces are proxied, not implemented: new
 * releases of JDBC add methods.
 */
final class GuardedConnection {

	/** What JDBC returns that leads back to its connection. */
	private static final Set<Class<?>> WRAPPED = Set.of(Statement.class, PreparedStatement.class,
			CallableStatement.class, ResultSet.class, DatabaseMetaData.class);

	/** What ends the transaction, or changes how the pool's connection works. */
	private static final Set<String> REFUSED = Set.of("commit", "rollback", "close", "abort", "setAutoCommit",
			"setReadOnly", "setTransactionIsolation", "setNetworkTimeout");

	private final Connection connection;

	private final Consumer<String> beforeSql;

	private final Connection guarded;

	private volatile boolean ended;

	private volatile @Nullable SQLException failure;

	/**
	 * Create a view of a connection.
	 * @param beforeSql is told each SQL text before it is sent
	 */
	GuardedConnection(Connection connection, Consumer<String> beforeSql) {
		this.connection = connection;
		this.beforeSql = beforeSql;
		this.guarded = (Connection) proxy(connection, Connection.class);
	}

	/** Return what the code is given. */
	Connection guarded() {
		return this.guarded;
	}

	/** Return what the driver threw last, whatever the code has made of it. */
	@Nullable SQLException failure() {
		return this.failure;
	}

	/** Refuse all further use: the transaction is no longer the code's. */
	void end() {
		this.ended = true;
	}

	private Object proxy(Object target, Class<?> type) {
		return Proxy.newProxyInstance(GuardedConnection.class.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> invoke(proxy, target, method, arguments));
	}

	private @Nullable Object invoke(Object proxy, Object target, Method method, Object @Nullable [] arguments)
			throws Throwable {
		String name = method.getName();
		if (method.getDeclaringClass() == Object.class) {
			return switch (name) {
				case "equals" -> arguments != null && proxy == arguments[0];
				case "hashCode" -> System.identityHashCode(proxy);
				default -> "connection of a code migration";
			};
		}
		if (this.ended) {
			throw new IllegalStateException("the code migration has ended: its connection cannot be used any more");
		}
		if (target == this.connection) {
			if (name.equals("unwrap") && arguments != null && arguments[0] == PGConnection.class) {
				return proxy(this.connection.unwrap(PGConnection.class), PGConnection.class);
			}
			refuseControl(name, arguments);
		}
		if (arguments != null && arguments[0] instanceof String sql && isOfSql(name)) {
			refuseControl(sql);
			this.beforeSql.accept(sql);
		}
		return guard(call(target, method, arguments), method.getReturnType());
	}

	private @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof SQLException said) {
				this.failure = said;
			}
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
	}

	private @Nullable Object guard(@Nullable Object result, Class<?> type) {
		if (result == null) {
			return null;
		}
		return (type == Connection.class) ? this.guarded : WRAPPED.contains(type) ? proxy(result, type) : result;
	}

	private static void refuseControl(String name, Object @Nullable [] arguments) {
		// Back to a savepoint, the transaction goes on.
		boolean toSavepoint = name.equals("rollback") && arguments != null;
		if (name.equals("unwrap") || (REFUSED.contains(name) && !toSavepoint)) {
			throw new UnsupportedOperationException(name + " must not be called on the connection of a code migration:"
					+ " its transaction is committed together with its history row, or rolled back when the code"
					+ " throws an exception");
		}
	}

	private static boolean isOfSql(String name) {
		return name.startsWith("prepare") || name.startsWith("execute") || name.equals("addBatch");
	}

	private static void refuseControl(String sql) {
		StatementSplitter splitter = new StatementSplitter(new StringReader(sql));
		try {
			for (Part part = splitter.next(); part != Part.END; part = splitter.next()) {
				if (part == Part.STATEMENT) {
					refuseControl(splitter.statement());
				}
			}
		}
		catch (SqlSyntaxException ex) {
			// The server says better what is wrong with it.
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void refuseControl(SqlStatement statement) {
		switch (statement.kind()) {
			case BEGIN, COMMIT,
					ROLLBACK ->
				throw new UnsupportedOperationException("a code migration must not send "
						+ statement.text().strip().split("\\s", 2)[0]
						+ ": its transaction is committed together with its history row, or rolled back when the"
						+ " code throws an exception");
			default -> {
				// Stays within the transaction, or is refused by the server.
			}
		}
	}

}
