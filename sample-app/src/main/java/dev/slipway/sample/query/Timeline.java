package dev.slipway.sample.query;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

import javax.sql.DataSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * All events and their numbers, in the database of the query service.
 */
@Repository
public class Timeline {

	private final JdbcClient client;

	Timeline(@Qualifier("queryDataSource") DataSource dataSource) {
		this.client = JdbcClient.create(dataSource);
	}

	/**
	 * Add an event and count it, in one transaction. An event whose id is in the timeline
	 * changes nothing.
	 * @param entry the event
	 * @return whether it was added
	 */
	public boolean add(TimelineEntry entry) {
		return this.client.sql("""
				with added as (
					insert into timeline_entry (event_id, type, category, source, payload, received_at)
					values (:id, :type, :category, :source, :payload, :receivedAt)
					on conflict (event_id) do nothing
					returning type, category, received_at
				)
				insert into event_count as known (type, category, total, last_received_at)
				select type, category, 1, received_at from added
				on conflict (type) do update
				set total = known.total + 1,
					category = excluded.category,
					last_received_at = greatest(known.last_received_at, excluded.last_received_at)""")
			.param("id", entry.eventId())
			.param("type", entry.type())
			.param("category", entry.category())
			.param("source", entry.source())
			.param("payload", entry.payload())
			.param("receivedAt", OffsetDateTime.ofInstant(entry.receivedAt(), ZoneOffset.UTC))
			.update() == 1;
	}

	List<EventCount> counts() {
		return this.client.sql("""
				select type, category, total, last_received_at
				from event_count
				order by total desc, type""").query(EventCount.class).list();
	}

	List<TimelineEntry> newest(int limit) {
		return this.client.sql("""
				select event_id, type, category, source, payload, received_at
				from timeline_entry
				order by received_at desc, event_id
				limit :limit""").param("limit", limit).query(TimelineEntry.class).list();
	}

}
