package dev.slipway.engine.execute;

import java.io.IOException;
import java.util.regex.Pattern;

import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.ScriptStatements;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlStatement.Kind;

/**
 * Reads how a script controls its transactions.
 */
final class TransactionControl {

	private static final Pattern CHAIN = Pattern.compile("\\bAND\\s+CHAIN\\b", Pattern.CASE_INSENSITIVE);

	private TransactionControl() {
	}

	/**
	 * Whether a script begins inside of a transaction: one whose first word on the matter
	 * is COMMIT was written for a tool that had begun one.
	 */
	static boolean isOpenAtStart(Script script) throws IOException {
		try (ScriptStatements source = script.open()) {
			for (SqlStatement next = source.next(); next != null; next = source.next()) {
				if (next.kind() == Kind.BEGIN || next.kind() == Kind.COMMIT) {
					return next.kind() == Kind.COMMIT;
				}
			}
			return false;
		}
	}

	/** Whether the end of a transaction begins the next one, with the same options. */
	static boolean isChained(SqlStatement statement) {
		return CHAIN.matcher(statement.text()).find();
	}

}
