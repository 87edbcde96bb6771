package dev.slipway;

import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.ServiceName;

/**
 * Two services keep their history in one table of one database, so that each would take
 * the other's migrations for its own. Nothing was applied.
 */
public final class SharedHistoryException extends SlipwayException {

	private static final long serialVersionUID = 1L;

	private final String otherService;

	private final String table;

	/**
	 * Create an exception.
	 * @param service the name of the first service, empty for the unnamed one
	 * @param otherService the name of the second service, empty for the unnamed one
	 * @param table the table, qualified and quoted
	 */
	public SharedHistoryException(String service, String otherService, String table) {
		super(service,
				"Two services share a history table: " + new ServiceName(service) + " and "
						+ new ServiceName(otherService) + " both use " + Printable.line(table)
						+ " in one database.\n\nNothing was applied.",
				null);
		this.otherService = otherService;
		this.table = table;
	}

	/**
	 * Return the second service.
	 * @return its name, empty for the unnamed one
	 */
	public String getOtherService() {
		return this.otherService;
	}

	/**
	 * Return the table that both would use.
	 * @return its name, qualified and quoted
	 */
	public String getTable() {
		return this.table;
	}

}
