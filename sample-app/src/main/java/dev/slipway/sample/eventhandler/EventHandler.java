package dev.slipway.sample.eventhandler;

import java.util.List;

import dev.slipway.sample.query.Entry;
import dev.slipway.sample.query.Timeline;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes accepted events to the query service's database, oldest first.
 * <p>
 * No transaction spans both databases. The projection commits first and knows an event by
 * its id; the outbox gives the event up only afterwards. A process that dies between the
 * two leaves the event in the outbox, and the next attempt finds it projected.
 */
@Service
class EventHandler {

	private static final int BATCH = 100;

	private final JdbcClient platform;

	private final Timeline timeline;

	EventHandler(JdbcClient platform, Timeline timeline) {
		this.platform = platform;
		this.timeline = timeline;
	}

	/**
	 * Handle the oldest events that no other process is handling.
	 * @return how many
	 */
	@Transactional
	int handleBatch() {
		List<Entry> claimed = claim();
		claimed.forEach((event) -> finish(event, this.timeline.add(event)));
		return claimed.size();
	}

	/** Rows that another process has locked are its work, and no reason to wait. */
	private List<Entry> claim() {
		return this.platform.sql("""
				select event.id as event_id, event.type, event.source, event.payload, event.received_at,
					eventhandler.categorize(event.type) as category
				from ingestion.outbox
					join ingestion.event on event.id = outbox.event_id and event.received_at = outbox.received_at
				order by outbox.id
				limit :batch
				for update of outbox skip locked""").param("batch", BATCH).query(Entry.class).list();
	}

	private void finish(Entry event, boolean projected) {
		this.platform.sql("""
				with done as (
					delete from ingestion.outbox where event_id = :id returning event_id, received_at
				)
				insert into eventhandler.handled_event (event_id, received_at, outcome)
				select event_id, received_at, :outcome::eventhandler.outcome from done""")
			.param("id", event.eventId())
			.param("outcome", projected ? "projected" : "repeated")
			.update();
	}

}
