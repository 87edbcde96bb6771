package dev.slipway.engine;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Dies as a process does, at one statement of all that it sends: before it is sent, or
 * when it is answered.
 */
final class DyingDataSource extends DelegatingDataSource {

	private final boolean answered;

	private int left;

	/**
	 * Create one.
	 * @param statement at which statement it dies, from 1 on
	 * @param answered whether that is executed
	 */
	DyingDataSource(DataSource target, int statement, boolean answered) {
		super(target);
		this.left = statement;
		this.answered = answered;
	}

	/** Whether it has died. */
	boolean isDead() {
		return this.left <= 0;
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = super.getConnection();
		return proxy(Connection.class, connection, (proxy, method, arguments) -> {
			Object result = call(method, connection, arguments);
			return (result instanceof Statement statement && result.getClass() != proxy.getClass())
					? dying(connection, statement) : result;
		});
	}

	private Statement dying(Connection connection, Statement statement) {
		return proxy(Statement.class, statement, (proxy, method, arguments) -> {
			boolean sends = method.getName().startsWith("execute");
			this.left -= sends ? 1 : 0;
			if (sends && this.left <= 0) {
				if (this.left == 0 && this.answered) {
					call(method, statement, arguments);
				}
				connection.abort(Runnable::run);
				throw new MortalDataSource.Killed();
			}
			return call(method, statement, arguments);
		});
	}

	private static Object call(Method method, Object target, Object[] arguments) throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	private static <T> T proxy(Class<T> type, T target, InvocationHandler handler) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler));
	}

}
