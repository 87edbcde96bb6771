package dev.slipway.sample.migrations;

import java.util.List;

import javax.sql.DataSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows what was applied, from the history tables themselves.
 */
@RestController
class MigrationController {

	private final List<ServiceHistory> histories;

	MigrationController(JdbcClient platform, @Qualifier("queryDataSource") DataSource queryDataSource) {
		this.histories = List.of(
				new ServiceHistory("ingestion", "platform", "ingestion.schema_migrations_ingestion", platform),
				new ServiceHistory("eventhandler", "platform", "eventhandler.schema_migrations_eventhandler", platform),
				new ServiceHistory("query", "query", "public.schema_migrations_query",
						JdbcClient.create(queryDataSource)));
	}

	@GetMapping("/migrations")
	List<ServiceMigrations> migrations() {
		return this.histories.stream().map(ServiceHistory::read).toList();
	}

}
