package dev.slipway.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The DataSources that {@link SlipwayDataSource} marks, in parent contexts too.
 */
final class MarkedDataSources {

	private MarkedDataSources() {
	}

	/** Return their names, none of which is created for that. */
	static List<String> names(ListableBeanFactory beans) {
		List<String> names = new ArrayList<>();
		for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, DataSource.class, true, false)) {
			if (!name.startsWith("scopedTarget.") && isMarked(beans, name)) {
				names.add(name);
			}
		}
		return names;
	}

	/** An annotation at a method is seen where the bean is defined. */
	private static boolean isMarked(ListableBeanFactory beans, String name) {
		if (beans instanceof HierarchicalBeanFactory child && !child.containsLocalBean(name)
				&& child.getParentBeanFactory() instanceof ListableBeanFactory parent) {
			return isMarked(parent, name);
		}
		return beans.findAnnotationOnBean(name, SlipwayDataSource.class, false) != null;
	}

}
