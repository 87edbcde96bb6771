package dev.slipway.engine.history;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.DatabaseException;
import dev.slipway.MigratorOptions;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.text.LineLog;
import org.jspecify.annotations.Nullable;

/**
 * Reads the histories of services that have one DataSource in one round trip, when the
 * first of them asks for its own. What cannot be read so is left to each service, which
 * waits for it, or says what is wrong. For one thread at a time.
 */
public final class SharedReading {

	private static final LineLog logger = LineLog.of(SharedReading.class);

	/**
	 * The driver sends all before it reads an answer: no more than the buffers between it
	 * and the server hold, at about six kilobytes for each.
	 */
	private static final int MOST_AT_ONCE = 8;

	/** In the order of the services. */
	private final Map<MigrationSet, HistoryReader> readers = new LinkedHashMap<>();

	private final Map<MigrationSet, History> histories = new HashMap<>();

	private boolean waitsForServer;

	/**
	 * Add a service.
	 * @param options the options that its history is read with
	 * @param set its files
	 */
	public void add(MigratorOptions options, MigrationSet set) {
		this.readers.put(set, HistoryReader.of(options));
		this.waitsForServer |= options.connectRetries() > 0;
	}

	/**
	 * Return the history of a service.
	 * @param set its files
	 * @param session lends the connection
	 * @return the history; {@code null} when the service is to read it alone
	 * @throws DatabaseException if no connection can be had
	 */
	public @Nullable History history(MigrationSet set, BorrowedConnection session) {
		if (this.waitsForServer) {
			// The first service does that by itself.
			this.waitsForServer = false;
			this.readers.remove(set);
		}
		if (this.readers.size() > 1 && this.readers.containsKey(set)) {
			read(next(), session);
		}
		return this.histories.remove(set);
	}

	/**
	 * Leave the rest to each service, because what was read is old by now.
	 */
	public void forget() {
		this.readers.clear();
		this.histories.clear();
	}

	/** Those that are read at once, which are not tried again. */
	private Map<MigrationSet, HistoryReader> next() {
		Map<MigrationSet, HistoryReader> next = new LinkedHashMap<>();
		Iterator<Map.Entry<MigrationSet, HistoryReader>> waiting = this.readers.entrySet().iterator();
		while (waiting.hasNext() && next.size() < MOST_AT_ONCE) {
			Map.Entry<MigrationSet, HistoryReader> reader = waiting.next();
			next.put(reader.getKey(), reader.getValue());
			waiting.remove();
		}
		return next;
	}

	private void read(Map<MigrationSet, HistoryReader> next, BorrowedConnection session) {
		List<HistoryReader> readers = new ArrayList<>();
		Connection connection = session.connection();
		try {
			next.forEach((set, reader) -> readers.add(reader.unlessAs(set)));
			Iterator<History> read = HistoryReader.readAll(readers, connection).iterator();
			next.keySet().forEach((set) -> this.histories.put(set, read.next()));
		}
		catch (SQLException | DatabaseException | IllegalArgumentException | UncheckedIOException ex) {
			String first = String.valueOf(ex.getMessage()).lines().findFirst().orElse("");
			logger.debug("Each service reads its history alone, since they cannot be read together: " + first);
			if (ex.getSuppressed().length > 0) {
				// Nor could it be rolled back: the connection is lost.
				session.drop();
			}
		}
	}

}
