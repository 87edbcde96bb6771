package dev.slipway.sample.migrations;

import java.util.List;

import javax.sql.DataSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves the applied migrations of each service, from Slipway's history tables.
 */
@RestController
class MigrationController {

	private final List<HistoryTable> tables;

	MigrationController(JdbcClient platform, @Qualifier("queryDataSource") DataSource queryDataSource) {
		this.tables = List.of(
				new HistoryTable("ingestion", "platform", "ingestion.schema_migrations_ingestion", platform),
				new HistoryTable("eventhandler", "platform", "eventhandler.schema_migrations_eventhandler", platform),
				new HistoryTable("query", "query", "public.schema_migrations_query",
						JdbcClient.create(queryDataSource)));
	}

	@GetMapping("/migrations")
	List<ServiceMigrations> migrations() {
		return this.tables.stream().map(HistoryTable::read).toList();
	}

}
