package dev.slipway.sample.eventhandler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Looks for accepted events twice a second. Spring starts scheduled methods after the
 * migrations.
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
			logger.warn("Cannot handle events, will retry: {}", ex.getMessage());
		}
	}

}
