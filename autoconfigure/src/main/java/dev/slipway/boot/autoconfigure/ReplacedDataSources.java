package dev.slipway.boot.autoconfigure;

import java.util.Iterator;
import java.util.List;

import dev.slipway.Migrator;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.ServiceName;

import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;

/**
 * The DataSources that a test has replaced by an embedded database, which is not
 * PostgreSQL: no migration runs there.
 */
final class ReplacedDataSources {

	/** Asked for by its name, so that an application does not load the class. */
	static final String NAME = "slipwayReplacedDataSources";

	private static final LineLog logger = LineLog.of(ReplacedDataSources.class);

	/** Take out the services of such a DataSource. */
	void removeFrom(List<Migrator> migrators) {
		for (Iterator<Migrator> each = migrators.iterator(); each.hasNext();) {
			Migrator migrator = each.next();
			if (migrator.getDataSource() instanceof EmbeddedDatabase) {
				logger.info(new ServiceName(migrator.getOptions().service())
						+ " is not migrated: the test replaces its DataSource by an embedded database."
						+ " @AutoConfigureTestDatabase(replace = NONE) keeps it");
				each.remove();
			}
		}
	}

}
