package dev.slipway.sample.query;

import java.util.List;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves the numbers of events and the newest events.
 */
@RestController
class QueryController {

	private static final int MAX_LIMIT = 500;

	private final Timeline timeline;

	QueryController(Timeline timeline) {
		this.timeline = timeline;
	}

	@GetMapping("/counts")
	List<EventCount> counts() {
		return this.timeline.counts();
	}

	@GetMapping("/timeline")
	List<TimelineEntry> timeline(@RequestParam(defaultValue = "50") int limit) {
		return this.timeline.newest(Math.max(1, Math.min(limit, MAX_LIMIT)));
	}

}
