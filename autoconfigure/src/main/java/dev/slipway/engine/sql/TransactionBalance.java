package dev.slipway.engine.sql;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.sql.SqlLexer.Token;
import dev.slipway.engine.sql.SqlStatement.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Whether the transactions that a script begins end in it. Many scripts were written for
 * a tool that has begun a transaction and commits it: they may commit what they have not
 * begun, and then begin what they do not commit.
 */
public final class TransactionBalance {

	private @Nullable SqlStatement begun;

	/** Whether the script has ended a transaction that it had not begun. */
	private boolean ofTool;

	public void take(SqlStatement statement) throws SqlSyntaxException, IOException {
		if (statement.kind() == Kind.BEGIN) {
			this.begun = (this.begun != null) ? this.begun : statement;
		}
		else if (statement.kind() == Kind.COMMIT || statement.kind() == Kind.ROLLBACK) {
			this.ofTool |= this.begun == null;
			this.begun = chains(statement) ? statement : null;
		}
	}

	/** Check at the end of the script. */
	public void end() throws SqlSyntaxException {
		if (this.begun != null && !this.ofTool) {
			throw new SqlSyntaxException(this.begun.offset(),
					"the transaction that begins here does not end in this script: COMMIT is missing");
		}
	}

	/** Whether the statement ends a transaction and begins the next one. */
	private static boolean chains(SqlStatement statement) throws SqlSyntaxException, IOException {
		SqlLexer lexer = SqlLexer.of(statement.text());
		List<String> words = new ArrayList<>();
		for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
			words.add((token == Token.WORD) ? lexer.word() : "");
		}
		return words.contains("CHAIN") && !words.contains("NO");
	}

}
