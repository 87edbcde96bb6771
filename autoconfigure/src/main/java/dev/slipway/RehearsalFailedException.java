package dev.slipway;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.ServiceName;

/**
 * An undo script does not take back what its migration does: the catalog of the scratch
 * database is another one after it, or after the migration was applied again.
 */
public final class RehearsalFailedException extends SlipwayException {

	private static final long serialVersionUID = 1L;

	/** How many lines the message has for one migration. */
	private static final int MOST = 40;

	private final ArrayList<Finding> findings;

	/**
	 * Create an exception for at least one finding.
	 * @param service the name of the service, empty for the unnamed one
	 * @param findings what differs, in the order of the migrations
	 */
	public RehearsalFailedException(String service, List<Finding> findings) {
		super(service, describe(service, findings), null);
		this.findings = new ArrayList<>(findings);
	}

	/**
	 * Return what differs.
	 * @return at least one finding, in the order of the migrations
	 */
	public List<Finding> getFindings() {
		return List.copyOf(this.findings);
	}

	private static String describe(String service, List<Finding> findings) {
		StringBuilder message = new StringBuilder().append(new ServiceName(service))
			.append(": undo scripts do not take back what their migrations do:\n");
		for (Finding finding : findings) {
			message.append("\n  - ").append(Printable.line(finding.migration())).append(": ").append(finding.what());
			finding.lines()
				.stream()
				.limit(MOST)
				.forEach((line) -> message.append("\n    ").append(Printable.line(line)));
			if (finding.lines().size() > MOST) {
				message.append("\n    …");
			}
		}
		return message.append("\n\nThe scratch database is gone, and no other was touched.").toString();
	}

	/**
	 * What differs after the undo of one migration.
	 *
	 * @param migration the label of the migration
	 * @param what when it differs, a clause
	 * @param lines the objects that differ, each with what it was and what it is
	 */
	public record Finding(String migration, String what, List<String> lines) implements Serializable {

		/**
		 * Create a finding.
		 */
		public Finding {
			lines = List.copyOf(lines);
		}

	}

}
