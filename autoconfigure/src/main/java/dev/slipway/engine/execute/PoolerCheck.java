package dev.slipway.engine.execute;

import java.io.IOException;
import java.util.Optional;

import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.ScriptStatements;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlStatement.Kind;

/**
 * Finds what cannot be right behind a pooler: a statement outside of a transaction meets
 * whatever session the pooler gives it, and setting that up would change it for others.
 */
public final class PoolerCheck {

	private PoolerCheck() {
	}

	/**
	 * Look for a statement that needs its session set up.
	 * @param script a script that does not run in one transaction
	 * @param finished how many of its statements are finished
	 * @param searchPath whether the service has a search path of its own
	 * @return where and why, one sentence
	 * @throws IOException if the file cannot be read
	 */
	public static Optional<String> refusal(Script script, int finished, boolean searchPath) throws IOException {
		SessionSettings settings = new SessionSettings();
		int seen = 0;
		try (ScriptStatements source = script.open()) {
			for (SqlStatement next = source.next(); next != null; next = source.next()) {
				seen++;
				if (next.kind() == Kind.NON_TRANSACTIONAL && seen > finished && settings.matterTo(next, searchPath)) {
					return Optional.of(describe(script, next, settings));
				}
				settings.add(next);
				settings.commit();
			}
		}
		return Optional.empty();
	}

	private static String describe(Script script, SqlStatement statement, SessionSettings settings) {
		boolean set = settings.matterTo(statement, false);
		return script.locate(statement) + ": this statement runs outside of a transaction, and depends on "
				+ (set ? "what the file has set before" : "the search path of the service")
				+ ". Behind a transaction pooler it may meet any session of the server, in which that is not set";
	}

}
