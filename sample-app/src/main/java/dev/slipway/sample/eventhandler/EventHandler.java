package dev.slipway.sample.eventhandler;

import java.util.List;

import dev.slipway.sample.query.Timeline;
import dev.slipway.sample.query.TimelineEntry;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Copies accepted events to the database of the query service, oldest first.
 * <p>
 * No transaction spans both databases. The timeline commits first, the outbox second. A
 * process that dies between the two commits leaves the event in the outbox. The next
 * batch contains it again, and the timeline ignores an event whose id it has.
 */
@Service
class EventHandler {

	private static final int BATCH_SIZE = 100;

	private final JdbcClient platform;

	private final Timeline timeline;

	EventHandler(JdbcClient platform, Timeline timeline) {
		this.platform = platform;
		this.timeline = timeline;
	}

	/**
	 * Handle the oldest events that no other process is handling.
	 * @return the number of events
	 */
	@Transactional
	int handleBatch() {
		List<TimelineEntry> claimed = claim();
		claimed.forEach((event) -> finish(event, this.timeline.add(event)));
		return claimed.size();
	}

	/** Skip rows that another process has locked: it handles them. */
	private List<TimelineEntry> claim() {
		return this.platform.sql("""
				select event.id as event_id, event.type, event.source, event.payload, event.received_at,
					eventhandler.categorize(event.type) as category
				from ingestion.outbox
					join ingestion.event on event.id = outbox.event_id and event.received_at = outbox.received_at
				order by outbox.id
				limit :batch
				for update of outbox skip locked""").param("batch", BATCH_SIZE).query(TimelineEntry.class).list();
	}

	private void finish(TimelineEntry event, boolean added) {
		this.platform.sql("""
				with done as (
					delete from ingestion.outbox where event_id = :id returning event_id, received_at
				)
				insert into eventhandler.handled_event (event_id, received_at, outcome)
				select event_id, received_at, :outcome::eventhandler.outcome from done""")
			.param("id", event.eventId())
			.param("outcome", added ? "projected" : "repeated")
			.update();
	}

}
