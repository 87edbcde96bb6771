package dev.slipway;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.ServiceName;

/**
 * The history of another tool cannot be taken over as it is, or what was taken over
 * cannot be given back. All reasons are reported at once, each with what to do. Nothing
 * was written.
 */
public final class AdoptionRefusedException extends SlipwayException {

	private static final long serialVersionUID = 1L;

	/** How many lines the message has for problems. */
	private static final int MOST = 50;

	private final ArrayList<Problem> problems;

	/**
	 * Create an exception for at least one problem.
	 * @param service the name of the service, empty for the unnamed one
	 * @param what what cannot be done, without a full stop
	 * @param problems the reasons
	 */
	public AdoptionRefusedException(String service, String what, List<Problem> problems) {
		super(service, describe(service, what, problems), null);
		this.problems = new ArrayList<>(problems);
	}

	/**
	 * Return the reasons.
	 * @return at least one
	 */
	public List<Problem> getProblems() {
		return List.copyOf(this.problems);
	}

	private static String describe(String service, String what, List<Problem> problems) {
		StringBuilder message = new StringBuilder().append(new ServiceName(service))
			.append(": ")
			.append(Printable.line(what))
			.append(":\n");
		for (Problem problem : problems.subList(0, Math.min(MOST, problems.size()))) {
			message.append("\n  - ").append(Printable.line(problem.description() + " " + problem.action()));
		}
		if (problems.size() > MOST) {
			message.append("\n  ").append(Listing.more(problems.size() - MOST));
		}
		return message.append("\n\nNothing was written.").toString();
	}

	/**
	 * One reason.
	 *
	 * @param description what is in the way, one sentence
	 * @param action what to do about it, one sentence or more
	 */
	public record Problem(String description, String action) implements Serializable {
	}

}
