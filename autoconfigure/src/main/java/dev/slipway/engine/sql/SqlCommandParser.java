package dev.slipway.engine.sql;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.slipway.engine.sql.SqlCommand.Action;
import dev.slipway.engine.sql.SqlCommand.Name;
import dev.slipway.engine.sql.SqlLexer.Token;
import org.jspecify.annotations.Nullable;

/**
 * Reads the few commands whose outcome Slipway looks up, after the synopses of the manual
 * (part VI). What it does not understand it leaves alone.
 */
public final class SqlCommandParser {

	private static final SqlCommand UNKNOWN = new SqlCommand(Action.OTHER, null, null, false);

	private static final Map<String, Action> REINDEXED = Map.of("INDEX", Action.REINDEX_INDEX, "TABLE",
			Action.REINDEX_TABLE, "SCHEMA", Action.REINDEX_SCHEMA, "DATABASE", Action.REINDEX_DATABASE, "SYSTEM",
			Action.REINDEX_DATABASE);

	private final List<Piece> pieces;

	private int at;

	private SqlCommandParser(List<Piece> pieces) {
		this.pieces = pieces;
	}

	/**
	 * Read a statement.
	 * @param statement a statement
	 * @return what it does; {@link Action#OTHER} when that cannot be told
	 */
	public static SqlCommand parse(SqlStatement statement) {
		List<Piece> pieces = new ArrayList<>();
		SqlLexer lexer = SqlLexer.of(statement.text());
		try {
			// Names come early: the rest of a long statement does not matter.
			for (Token token = lexer.next(); token != Token.END && pieces.size() < 64; token = lexer.next()) {
				pieces.add(new Piece(token, lexer.text()));
			}
		}
		catch (SqlSyntaxException | IOException ex) {
			// Read under other rules for strings: what stands before is enough, or is
			// not.
		}
		return new SqlCommandParser(pieces).parse();
	}

	private SqlCommand parse() {
		if (accept("CREATE")) {
			accept("UNIQUE");
			return accept("INDEX") ? createIndex() : named("DATABASE", Action.CREATE_DATABASE, "TABLESPACE",
					Action.CREATE_TABLESPACE, "SUBSCRIPTION", Action.CREATE_SUBSCRIPTION);
		}
		if (accept("DROP")) {
			return accept("INDEX") ? dropIndex() : named("DATABASE", Action.DROP_DATABASE, "TABLESPACE",
					Action.DROP_TABLESPACE, "SUBSCRIPTION", Action.DROP_SUBSCRIPTION);
		}
		if (accept("ALTER")) {
			if (accept("SYSTEM") || accept("DATABASE")) {
				return new SqlCommand(Action.CONFIGURE, null, null, false);
			}
			return accept("TABLE") ? detach() : UNKNOWN;
		}
		if (accept("REINDEX")) {
			return reindex();
		}
		if (accept("DISCARD", "ALL")) {
			return new SqlCommand(Action.DISCARD_ALL, null, null, false);
		}
		return accept("VACUUM") ? vacuum() : UNKNOWN;
	}

	private SqlCommand createIndex() {
		boolean concurrent = accept("CONCURRENTLY");
		accept("IF", "NOT", "EXISTS");
		Name index = isNext("ON") ? null : name();
		if (!accept("ON")) {
			return UNKNOWN;
		}
		accept("ONLY");
		Name table = name();
		return (table != null) ? new SqlCommand(Action.CREATE_INDEX, index, table, concurrent) : UNKNOWN;
	}

	private SqlCommand dropIndex() {
		boolean concurrent = accept("CONCURRENTLY");
		accept("IF", "EXISTS");
		Name index = name();
		return (index != null && !isNext(",")) ? new SqlCommand(Action.DROP_INDEX, index, null, concurrent) : UNKNOWN;
	}

	private SqlCommand reindex() {
		boolean concurrent = options();
		Action action = (this.at < this.pieces.size()) ? REINDEXED.get(this.pieces.get(this.at).upper()) : null;
		if (action == null) {
			return UNKNOWN;
		}
		this.at++;
		concurrent |= accept("CONCURRENTLY");
		return new SqlCommand(action, name(), null, concurrent);
	}

	private SqlCommand detach() {
		accept("IF", "EXISTS");
		accept("ONLY");
		Name table = name();
		accept("*");
		if (table == null || !accept("DETACH", "PARTITION")) {
			return UNKNOWN;
		}
		Name partition = name();
		return (partition != null) ? new SqlCommand(Action.DETACH_PARTITION, partition, table, accept("CONCURRENTLY"))
				: UNKNOWN;
	}

	private SqlCommand vacuum() {
		options();
		boolean option = true;
		while (option) {
			option = accept("FULL") || accept("FREEZE") || accept("VERBOSE") || accept("ANALYZE");
		}
		return new SqlCommand(Action.VACUUM, name(), null, false);
	}

	private SqlCommand named(String first, Action firstAction, String second, Action secondAction, String third,
			Action thirdAction) {
		Action action = accept(first) ? firstAction
				: accept(second) ? secondAction : accept(third) ? thirdAction : null;
		accept("IF", "EXISTS");
		Name name = name();
		return (action != null && name != null) ? new SqlCommand(action, name, null, false) : UNKNOWN;
	}

	/** Pass over options in parentheses, and tell whether CONCURRENTLY is one of them. */
	private boolean options() {
		boolean concurrent = false;
		if (isNext("(")) {
			while (this.at < this.pieces.size() && !isNext(")")) {
				concurrent |= isNext("CONCURRENTLY");
				this.at++;
			}
			this.at++;
		}
		return concurrent;
	}

	private @Nullable Name name() {
		String schema = null;
		String name = identifier();
		while (name != null && accept(".")) {
			schema = name;
			name = identifier();
		}
		return (name != null) ? new Name(schema, name) : null;
	}

	private @Nullable String identifier() {
		if (this.at >= this.pieces.size()) {
			return null;
		}
		Piece piece = this.pieces.get(this.at);
		String text = piece.text();
		if (piece.token() == Token.WORD) {
			this.at++;
			return text.toLowerCase(Locale.ROOT);
		}
		if (text.startsWith("\"")) {
			this.at++;
			return text.substring(1, text.length() - 1).replace("\"\"", "\"");
		}
		return null;
	}

	private boolean accept(String... words) {
		for (int i = 0; i < words.length; i++) {
			if (this.at + i >= this.pieces.size() || !this.pieces.get(this.at + i).upper().equals(words[i])) {
				return false;
			}
		}
		this.at += words.length;
		return true;
	}

	private boolean isNext(String word) {
		return this.at < this.pieces.size() && this.pieces.get(this.at).upper().equals(word);
	}

	private record Piece(Token token, String text) {

		String upper() {
			return (this.token == Token.WORD) ? this.text.toUpperCase(Locale.ROOT) : this.text;
		}

	}

}
