package dev.slipway.boot.autoconfigure;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanReference;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Tells from the definitions of beans, none of which is created for that, which
 * DataSources a bean is given, itself or through what it is given.
 */
final class DataSourceUse {

	/**
	 * What an {@code EntityManagerFactory} is made with. They connect to nothing, but the
	 * configuration that declares them has the primary DataSource.
	 */
	private static final Set<String> BUILDERS = Set.of("org.springframework.boot.jpa.EntityManagerFactoryBuilder",
			"org.springframework.orm.jpa.JpaVendorAdapter");

	private final ConfigurableListableBeanFactory beans;

	private final Set<String> dataSources;

	private final Map<String, Set<String>> known = new HashMap<>();

	DataSourceUse(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
		this.dataSources = Set.of(names(DataSource.class));
	}

	/**
	 * Return the names of the DataSources that a bean uses, and of those that stand
	 * before or behind one of them, as a proxy or one that routes does.
	 * @param name the name of the bean
	 * @return the names; empty when they cannot be told
	 */
	Set<String> of(String name) {
		Set<String> used = new LinkedHashSet<>(find(name, new HashSet<>()));
		Set<String> all = new LinkedHashSet<>(used);
		for (String each : this.dataSources) {
			Set<String> behind = behind(each);
			if (used.contains(each)) {
				all.addAll(behind);
			}
			else if (!Collections.disjoint(behind, used)) {
				all.add(each);
			}
		}
		return all;
	}

	/** The DataSources that a DataSource is given. */
	private Set<String> behind(String dataSource) {
		Set<String> behind = new LinkedHashSet<>();
		if (this.beans.containsBeanDefinition(dataSource)) {
			for (String given : given(dataSource)) {
				behind.addAll(find(given, new HashSet<>(Set.of(dataSource))));
			}
		}
		return behind;
	}

	/**
	 * Return one of some beans that a bean is given, itself or through what it is given.
	 * @param name the name of the bean
	 * @param others the names of the others
	 * @return the name of one of them, {@code null} when it is given none
	 */
	@Nullable String given(String name, Set<String> others) {
		return given(name, others, new HashSet<>());
	}

	private @Nullable String given(String name, Set<String> others, Set<String> visited) {
		if (others.contains(name)) {
			return name;
		}
		if (visited.add(name) && this.beans.containsBeanDefinition(name)) {
			for (String each : given(name)) {
				String found = given(each, others, visited);
				if (found != null) {
					return found;
				}
			}
		}
		return null;
	}

	private Set<String> find(String name, Set<String> visited) {
		if (this.dataSources.contains(name)) {
			return Set.of(name);
		}
		Set<String> found = this.known.get(name);
		if (found == null && visited.add(name) && this.beans.containsBeanDefinition(name)) {
			found = new LinkedHashSet<>();
			for (String given : given(name)) {
				found.addAll(find(given, visited));
			}
			this.known.put(name, found);
		}
		return (found != null) ? found : Set.of();
	}

	/** The names of the beans that a bean is given. */
	private Set<String> given(String name) {
		// The type is what resolves a factory method.
		this.beans.getType(name, false);
		BeanDefinition definition = this.beans.getMergedBeanDefinition(name);
		Set<String> given = new LinkedHashSet<>();
		if (definition.getFactoryBeanName() != null) {
			given.add(definition.getFactoryBeanName());
		}
		definition.getPropertyValues().forEach((value) -> addReference(value.getValue(), given));
		definition.getConstructorArgumentValues()
			.getIndexedArgumentValues()
			.values()
			.forEach((value) -> addReference(value.getValue(), given));
		definition.getConstructorArgumentValues()
			.getGenericArgumentValues()
			.forEach((value) -> addReference(value.getValue(), given));
		for (DependencyDescriptor dependency : dependencies(definition)) {
			given.addAll(candidates(dependency));
		}
		return given;
	}

	private static void addReference(@Nullable Object value, Set<String> given) {
		if (value instanceof BeanReference reference) {
			given.add(BeanFactoryUtils.transformedBeanName(reference.getBeanName()));
		}
	}

	private List<DependencyDescriptor> dependencies(BeanDefinition definition) {
		List<DependencyDescriptor> dependencies = new ArrayList<>();
		if (definition instanceof RootBeanDefinition root && root.getResolvedFactoryMethod() != null) {
			addParameters(root.getResolvedFactoryMethod(), dependencies);
		}
		Class<?> type = ownClass(definition);
		if (type != null) {
			addParameters(constructor(type), dependencies);
			for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
				for (Field field : each.getDeclaredFields()) {
					if (!Modifier.isStatic(field.getModifiers())
							&& AnnotatedElementUtils.hasAnnotation(field, Autowired.class)) {
						dependencies.add(new DependencyDescriptor(field, false));
					}
				}
			}
		}
		return dependencies;
	}

	/**
	 * The class that is created by its constructor; {@code null} for what is made
	 * otherwise.
	 */
	private @Nullable Class<?> ownClass(BeanDefinition definition) {
		String name = definition.getBeanClassName();
		boolean made = definition.getFactoryMethodName() != null
				|| (definition instanceof AbstractBeanDefinition bean && bean.getInstanceSupplier() != null);
		if (name == null || made) {
			return null;
		}
		return ClassUtils.getUserClass(ClassUtils.resolveClassName(name, this.beans.getBeanClassLoader()));
	}

	private static @Nullable Constructor<?> constructor(Class<?> type) {
		for (Constructor<?> constructor : type.getDeclaredConstructors()) {
			if (AnnotatedElementUtils.hasAnnotation(constructor, Autowired.class)) {
				return constructor;
			}
		}
		return (type.getDeclaredConstructors().length == 1) ? type.getDeclaredConstructors()[0] : null;
	}

	private static void addParameters(@Nullable Executable executable, List<DependencyDescriptor> dependencies) {
		for (int i = 0; executable != null && i < executable.getParameterCount(); i++) {
			dependencies.add(new DependencyDescriptor(MethodParameter.forExecutable(executable, i), false));
		}
	}

	/** One bean where Spring would choose one, else all that fit. */
	private Set<String> candidates(DependencyDescriptor dependency) {
		Class<?> type = wanted(dependency.getResolvableType());
		if (BUILDERS.contains(type.getName()) || type.isPrimitive() || type.getName().startsWith("java.")
				|| type == Object.class) {
			return Set.of();
		}
		DependencyDescriptor held = new DependencyDescriptor(dependency);
		if (type != dependency.getResolvableType().toClass()) {
			held.increaseNestingLevel();
		}
		Set<String> fitting = new LinkedHashSet<>();
		for (String name : names(type)) {
			if (this.beans.isAutowireCandidate(name, held)) {
				fitting.add(name);
			}
		}
		for (String name : fitting) {
			boolean chosen = fitting.size() > 1 && this.beans.containsBeanDefinition(name)
					&& this.beans.getMergedBeanDefinition(name).isPrimary();
			if (chosen) {
				return Set.of(name);
			}
		}
		String named = dependency.getDependencyName();
		return (named != null && fitting.contains(named)) ? Set.of(named) : fitting;
	}

	/** What an ObjectProvider, an Optional or a collection is to hold. */
	private static Class<?> wanted(ResolvableType type) {
		Class<?> raw = type.toClass();
		boolean holder = type.hasGenerics() && (raw.getName().startsWith("java.util.")
				|| raw.getName().startsWith("org.springframework.beans.factory.Object"));
		return holder ? type.getGeneric(type.getGenerics().length - 1).toClass() : raw;
	}

	private String[] names(Class<?> type) {
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, type, true, false);
	}

}
