package dev.slipway.sample.eventhandler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Handles events as they come. Scheduled methods run once the context is refreshed, and
 * so never before the migrations.
 */
@Component
class EventPoller {

	private static final Logger logger = LoggerFactory.getLogger(EventPoller.class);

	private final EventHandler handler;

	EventPoller(EventHandler handler) {
		this.handler = handler;
	}

	@Scheduled(fixedDelay = 500)
	void poll() {
		try {
			while (this.handler.handleBatch() > 0) {
				logger.debug("Handled a batch of events");
			}
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("Events wait, as a database did not answer as it should: {}", ex.getMessage());
		}
	}

}
