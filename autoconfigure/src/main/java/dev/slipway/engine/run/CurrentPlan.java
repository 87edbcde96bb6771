package dev.slipway.engine.run;

import java.time.Duration;

import javax.sql.DataSource;

import dev.slipway.DatabaseException;
import dev.slipway.MigrationPlan;
import dev.slipway.MigratorOptions;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.plan.MigrationStates;
import dev.slipway.engine.postgres.BorrowedConnection;

/**
 * Reads what the database has at this moment, for somebody who waits for the answer: it
 * takes no lock, writes and logs nothing, and does not wait for who has locked the table.
 */
public final class CurrentPlan {

	private CurrentPlan() {
	}

	/**
	 * Read the history, in one round trip, and compare it with the files.
	 * @throws DatabaseException if the history cannot be read within some seconds
	 */
	public static MigrationPlan read(DataSource dataSource, MigratorOptions options, MigrationSet set) {
		HistoryReader reader = HistoryReader.of(options).withLimit(Duration.ZERO).withDetails();
		try (BorrowedConnection connection = new BorrowedConnection(options.service(), dataSource)) {
			History history = reader.read(connection);
			set.serverSaid(history.server());
			return MigrationStates.of(options, reader.table(history), set, history);
		}
	}

}
