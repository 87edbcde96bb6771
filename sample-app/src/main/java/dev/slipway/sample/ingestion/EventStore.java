package dev.slipway.sample.ingestion;

import java.util.UUID;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Inserts events. A trigger adds each to the outbox in the same transaction.
 */
@Repository
class EventStore {

	private final JdbcClient platform;

	EventStore(JdbcClient platform) {
		this.platform = platform;
	}

	UUID add(Event event) {
		return this.platform.sql("""
				insert into ingestion.event (type, source, payload)
				values (:type, :source, :payload)
				returning id""")
			.param("type", event.type())
			.param("source", event.source())
			.param("payload", event.payload())
			.query(UUID.class)
			.single();
	}

}
