package dev.slipway.neighbours;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import javax.sql.DataSource;

import org.springframework.util.ClassUtils;

/**
 * Flyway itself, as its users call it. Its jar is not on the class path of the compiler.
 */
final class RealFlyway {

	private static final String TYPE = "org.flywaydb.core.Flyway";

	private final Object configuration;

	RealFlyway(DataSource dataSource, Path folder) {
		try {
			this.configuration = ClassUtils.resolveClassName(TYPE, null).getMethod("configure").invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
		with("dataSource", dataSource);
		with("locations", (Object) new String[] { "filesystem:" + folder });
	}

	static boolean isThere() {
		return ClassUtils.isPresent(TYPE, null);
	}

	RealFlyway with(String option, Object value) {
		call(this.configuration, option, value);
		return this;
	}

	RealFlyway withPlaceholder(String name, String value) {
		return with("placeholders", Map.of(name, value));
	}

	void migrate() {
		call(call(this.configuration, "load"), "migrate");
	}

	void repair() {
		call(call(this.configuration, "load"), "repair");
	}

	void baseline() {
		call(call(this.configuration, "load"), "baseline");
	}

	private static Object call(Object target, String method, Object... arguments) {
		try {
			return Arrays.stream(target.getClass().getMethods())
				.filter((each) -> each.getName().equals(method) && each.getParameterCount() == arguments.length
						&& (arguments.length == 0
								|| ClassUtils.isAssignableValue(each.getParameterTypes()[0], arguments[0])))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException(method))
				.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex.getCause());
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
