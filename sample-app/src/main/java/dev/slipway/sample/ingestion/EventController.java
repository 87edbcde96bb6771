package dev.slipway.sample.ingestion;

import java.util.UUID;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Accepts events.
 */
@RestController
class EventController {

	private final EventStore events;

	EventController(EventStore events) {
		this.events = events;
	}

	@PostMapping("/events")
	@ResponseStatus(HttpStatus.CREATED)
	Accepted accept(@RequestBody EventRequest request) {
		return new Accepted(this.events.add(request.toEvent()));
	}

	@ExceptionHandler
	ProblemDetail reject(InvalidEventException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, ex.getMessage());
		problem.setTitle("Invalid event");
		problem.setProperty("errors", ex.getErrors());
		return problem;
	}

	@ExceptionHandler
	ProblemDetail reject(HttpMessageNotReadableException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST,
				"The body must be a JSON object with the strings type, source and payload.");
		problem.setTitle("Unreadable event");
		return problem;
	}

	record Accepted(UUID id) {
	}

}
