package dev.slipway;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.ServiceName;

/**
 * What was to be undone cannot be: a migration has no undo script, is not finished, or is
 * none that can be undone. All reasons are reported at once, and nothing was undone.
 */
public final class UndoRefusedException extends SlipwayException {

	private static final long serialVersionUID = 1L;

	/** How many lines the message has for reasons. */
	private static final int MOST = 20;

	private final ArrayList<String> reasons;

	/**
	 * Create an exception for at least one reason.
	 * @param service the name of the service, empty for the unnamed one
	 * @param reasons why it cannot be undone, a sentence each
	 */
	public UndoRefusedException(String service, List<String> reasons) {
		super(service, describe(service, reasons), null);
		this.reasons = new ArrayList<>(reasons);
	}

	/**
	 * Return why it cannot be undone.
	 * @return at least one sentence, newest migration first
	 */
	public List<String> getReasons() {
		return List.copyOf(this.reasons);
	}

	private static String describe(String service, List<String> reasons) {
		StringBuilder message = new StringBuilder().append(new ServiceName(service)).append(": undo is refused:\n");
		for (String reason : reasons.subList(0, Math.min(MOST, reasons.size()))) {
			message.append("\n  - ").append(Printable.line(reason));
		}
		if (reasons.size() > MOST) {
			message.append("\n  ").append(Listing.more(reasons.size() - MOST));
		}
		return message.append("\n\nNothing was undone.").toString();
	}

}
