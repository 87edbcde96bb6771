package dev.slipway.engine.script;

import java.io.IOException;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.engine.sql.SqlLexer;
import dev.slipway.engine.sql.SqlLexer.Token;
import dev.slipway.engine.sql.SqlSyntaxException;

/**
 * Finds the place of an error for which the server names none. PostgreSQL gives positions
 * for what its parser refuses; commands that look up their objects later, such as
 * {@code CREATE INDEX} on a missing table, only name the object in their message. Used to
 * put the caret, never to tell what the error is.
 */
final class NamedPlace {

	/** A name in the quotes of the message's language. */
	private static final Pattern NAME = Pattern.compile("[\"«»„“]([^\"«»„“”]+)[\"«»“”]");

	private NamedPlace() {
	}

	/**
	 * Find the first name of a message in a statement.
	 * @param statement the statement
	 * @param message what the server said
	 * @return the offset of the name in UTF-16 units, if the statement has it
	 */
	static OptionalInt find(String statement, String message) {
		Matcher names = NAME.matcher(message);
		while (names.find()) {
			String name = names.group(1);
			OptionalInt place = findName(statement, name.substring(name.lastIndexOf('.') + 1));
			if (place.isPresent()) {
				return place;
			}
		}
		return OptionalInt.empty();
	}

	private static OptionalInt findName(String statement, String name) {
		SqlLexer lexer = SqlLexer.of(statement);
		try {
			for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
				String text = lexer.text();
				boolean named = (token == Token.WORD && text.toLowerCase(Locale.ROOT).equals(name))
						|| text.equals("\"" + name.replace("\"", "\"\"") + "\"");
				if (named) {
					return OptionalInt.of(lexer.start());
				}
			}
			return OptionalInt.empty();
		}
		catch (SqlSyntaxException | IOException ex) {
			// A statement that was read under other rules for strings: no place, no harm.
			return OptionalInt.empty();
		}
	}

}
