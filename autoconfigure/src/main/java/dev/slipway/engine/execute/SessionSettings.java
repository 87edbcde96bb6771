package dev.slipway.engine.execute;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.sql.SettingStatement;
import dev.slipway.engine.sql.SqlCommand;
import dev.slipway.engine.sql.SqlCommand.Action;
import dev.slipway.engine.sql.SqlCommandParser;
import dev.slipway.engine.sql.SqlStatement;

/**
 * What a script has set for its session. Later statements see it, although each
 * transaction may meet another session.
 */
public final class SessionSettings {

	private final List<Entry> committed = new ArrayList<>();

	private final List<Entry> tentative = new ArrayList<>();

	/** Take a statement that has run, in a transaction that may yet be rolled back. */
	public void add(SqlStatement statement) {
		if (statement.kind() == SqlStatement.Kind.SETTING) {
			SettingStatement setting = SettingStatement.of(statement);
			if (!setting.local()) {
				this.tentative.add(new Entry(setting, statement));
			}
		}
		else if (statement.kind() == SqlStatement.Kind.NON_TRANSACTIONAL && discardsAll(statement)) {
			this.committed.clear();
		}
	}

	private static boolean discardsAll(SqlStatement statement) {
		return SqlCommandParser.parse(statement).action() == Action.DISCARD_ALL;
	}

	public void commit() {
		for (Entry entry : this.tentative) {
			String name = entry.setting().name();
			this.committed.removeIf((earlier) -> !name.isEmpty() && earlier.setting().name().equals(name));
			this.committed.add(entry);
		}
		this.tentative.clear();
	}

	void rollBack() {
		this.tentative.clear();
	}

	/** The statements that bring a session to where the script has brought its own. */
	List<SqlStatement> statements() {
		return this.committed.stream().map(Entry::statement).toList();
	}

	/**
	 * Whether a statement that runs outside of a transaction depends on its session.
	 * @param searchPath whether the service has a search path of its own
	 * @param role whether the service has a role of its own
	 */
	public boolean matterTo(SqlStatement statement, boolean searchPath, boolean role) {
		if (discardsAll(statement)) {
			return false;
		}
		if (role) {
			return true;
		}
		SqlCommand command = SqlCommandParser.parse(statement);
		boolean path = command.dependsOnSearchPath();
		return (searchPath && path) || this.committed.stream()
			.map(Entry::setting)
			.filter((setting) -> !setting.reset())
			.anyMatch((setting) -> switch (setting.name()) {
				case "search_path" -> path;
				// Never applies to a statement that waits for others.
				case "lock_timeout" -> !command.concurrent();
				default -> true;
			});
	}

	/** A statement, read once: what is committed is looked through again and again. */
	private record Entry(SettingStatement setting, SqlStatement statement) {

	}

}
