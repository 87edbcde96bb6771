package dev.slipway.engine.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.slipway.engine.script.ScriptTexts;
import dev.slipway.testing.RandomInputs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for every text, however odd: reading ends, with statements or with the place
 * of a fault; nothing is lost between statements; and blanks and comments change nothing.
 */
@Tag("once")
class LexerFuzzTests {

	private static final List<String> FRAGMENTS = List.of("'", "\"", "$", "$$", "$a$", "$ab$", "e'", "E'", "U&'",
			"u&\"", "b'", "n'", "''", "\\'", "\\", "\\\\", "--", "/*", "*/", "/", "*", "-", "\n", "\r", "\r\n", "\t",
			"\f", " ", " ", ";", ";", "(", ")", "[", ".", "::", "begin atomic ", "begin", "create function f() ",
			"create procedure ", "case ", "end", "as ", "set standard_conforming_strings = off;",
			"set standard_conforming_strings to on;", "reset all;", "begin;", "commit;", "select ", "a", "E", "_", "1",
			"1e", "0", "\uD83D\uDE00", "\uD83D", "\uFEFF", "\u00A0", "\u2028", "\u0000", "\u0001", "é");

	/** Only where a script may be anything, for data lies between statements. */
	private static final List<String> DATA_FRAGMENTS = List.of("copy t from stdin;\n", "copy t from stdin", "\\.\n",
			"\n\\.", "1\tx\n", "\\restrict x\n", "\\unrestrict x\n", "\n\\connect y\n", "\\", "\\\\\n");

	private static final List<String> WORDS = List.of("create", "function", "procedure", "or", "replace", "rule",
			"begin", "atomic", "case", "when", "end", "as", "do", "also", "select", "insert", "f", "E", "u", "x$y", "é",
			"\"end\"", "\"a;\"\"b\"", "'a;b'", "'it''s'", "E'a\\';'", "E'\\\\'", "U&'x;'", "B'1'", "$$;$$",
			"$a$ $$ ; $a$", "$1", "1e5", ".5", ",", "+", "->>", "::", "=", "[", "]", "-", "/", "*", "(", ")", ";", ";",
			";");

	/** Statements in tokens, which are apart by one blank each. */
	private static final List<String> STATEMENTS = List.of("select 'a;b' , \"c;\" , $$;$$ ;",
			"create function f ( a int ) returns int begin atomic select case when a > 1 then 2 else case a when 1 "
					+ "then 0 end end ; select 2 ; end ;",
			"create or replace procedure p ( ) begin atomic end ;", "begin ; insert into t values ( 1 ) ; end ;",
			"create rule r as on insert to t do also ( select 1 ; select 2 ) ;", "; ;",
			"create table t ( \"end\" int ) ;",
			"set standard_conforming_strings = off ; select 'it\\'s;' , E'\\'' ; set standard_conforming_strings to on ; "
					+ "select 'b\\' ;",
			"set session standard_conforming_strings to 'off' ; select '\\';' ; reset standard_conforming_strings ; "
					+ "select '\\' ;",
			"set local \"standard_conforming_strings\" = false ; select '\\';' ; reset all ; select '\\' ;",
			"create function g ( ) returns void language plpgsql as $_$ begin select ';' ; end $_$ ;",
			"select case when true then 1 end , x as \"case\" from begin ;", "select U&'!0041;' uescape '!' ;");

	private static final List<String> GAPS = List.of("  ", " \n", " \r\n\r\n", " \t\f", " /**/", " /* ; ' \" $$ ( */",
			" -- it's; $a$ (\n", " --\r", "\n/* a /* nested ; */ -- */\n", "\n\n\n-- begin atomic\n");

	private static final List<String> GAPS_WITHIN_A_LINE = List.of("  ", " /**/", " /* ; ' -- */ ", "\t/* /* */ */");

	private static final Pattern IGNORED_LINE = Pattern
		.compile("\\\\(restrict|unrestrict|echo|qecho|warn|timing|pset|t|a|x|set|encoding)(?!\\S)[^\\r\\n]*");

	private static final RandomInputs<String> SQL = texts((random) -> parts(random, 50, FRAGMENTS));

	private static final RandomInputs<String> ANYTHING = texts((random) -> random.nextBoolean() ? characters(random)
			: parts(random, 50, Stream.of(FRAGMENTS, DATA_FRAGMENTS).flatMap(List::stream).toList()));

	private static final RandomInputs<Tokens> TOKENS = spelled((random) -> parts(random, 40, WORDS), List::of);

	private static final RandomInputs<Tokens> SCRIPTS = spelled((random) -> parts(random, 6, STATEMENTS),
			(statement) -> List.of(statement.split(" ")));

	@Test
	void anyTextIsReadToItsEndOrRefusedAtAPlaceInIt() {
		ANYTHING.check(3000, (parts) -> outcome(String.join("", parts)));
	}

	@Test
	void statementsAndTheGapsBetweenThemAreTheText() {
		SQL.check(3000, (parts) -> {
			String text = String.join("", parts);
			Outcome outcome = outcome(text);
			int position = 0;
			for (Piece piece : outcome.pieces()) {
				assertThat(text.startsWith(piece.text(), piece.start())).as("%s stands in the text", piece).isTrue();
				assertThat(piece.text()).isNotEmpty().isEqualTo(trim(piece.text()));
				assertGap(text.substring(position, piece.start()), position > 0);
				position = piece.end();
			}
			if (!outcome.isRefused()) {
				assertGap(text.substring(position), false);
			}
		});
	}

	@Test
	void blanksAndCommentsBetweenTokensOfAnyKindChangeNothing() {
		TOKENS.check(3000, LexerFuzzTests::assertThatGapsChangeNothing);
	}

	@Test
	void blanksAndCommentsInStatementsChangeNothing() {
		SCRIPTS.check(1000, LexerFuzzTests::assertThatGapsChangeNothing);
	}

	@Test
	void aLongTextOfTheSameAgainAndAgainIsReadToItsEnd() {
		SQL.check(60, (parts) -> {
			String text = String.join("", parts);
			outcome(text.repeat(200_000 / text.length()));
		});
	}

	private static RandomInputs<String> texts(Function<SplittableRandom, List<String>> generator) {
		return RandomInputs.of(generator, (parts) -> String.join("", parts));
	}

	private static RandomInputs<Tokens> spelled(Function<SplittableRandom, List<String>> generator,
			Function<String, List<String>> tokens) {
		return RandomInputs.of((random) -> generator.apply(random)
			.stream()
			.map((part) -> Tokens.of(tokens.apply(part), random))
			.toList(), (parts) -> Spelling.of(parts, true).text());
	}

	/** As often few as many: what goes wrong in few is easier to understand. */
	private static List<String> parts(SplittableRandom random, int most, List<String> choices) {
		return Stream.generate(() -> choices.get(random.nextInt(choices.size())))
			.limit(random.nextInt(1, random.nextInt(2, most + 2)))
			.toList();
	}

	/** Any characters, surrogates without their other half among them. */
	private static List<String> characters(SplittableRandom random) {
		return Stream.generate(() -> String.valueOf((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000)))
			.limit(random.nextInt(60))
			.toList();
	}

	private static void assertThatGapsChangeNothing(List<Tokens> parts) {
		assertThat(Spelling.of(parts, true).outcome()).isEqualTo(Spelling.of(parts, false).outcome());
	}

	/** The one place that knows how a text is split. */
	private static List<Piece> split(String text) throws SqlSyntaxException {
		return ScriptTexts.split(text)
			.stream()
			.map((statement) -> new Piece((int) statement.offset(), statement.text()))
			.toList();
	}

	private static Outcome outcome(String text) {
		try {
			return new Outcome(split(text), -1);
		}
		catch (SqlSyntaxException ex) {
			assertThat(ex.offset()).isBetween(0L, (long) text.length());
			assertThat(ex).hasMessageMatching("(?s).+");
			return new Outcome(List.of(), (int) ex.offset());
		}
	}

	/**
	 * A reading of gaps that shares nothing with the lexer: cut off comments from the
	 * front until nothing is left.
	 */
	private static void assertGap(String gap, boolean ends) {
		String rest = gap;
		boolean semicolon = false;
		while (!rest.isEmpty()) {
			if (rest.startsWith("--")) {
				rest = rest.replaceFirst("^--[^\\r\\n]*", "");
			}
			else if (rest.startsWith("/*")) {
				rest = rest.substring(comment(rest));
			}
			else if (IGNORED_LINE.matcher(rest).lookingAt()) {
				rest = IGNORED_LINE.matcher(rest).replaceFirst("");
			}
			else {
				assertThat(rest.substring(0, 1)).as("what stands between statements, in <%s>", gap)
					.isIn(" ", "\t", "\n", "\r", "\f", "\u000B", ";");
				semicolon = semicolon || rest.startsWith(";");
				rest = rest.substring(1);
			}
		}
		assertThat(semicolon || !ends).as("a semicolon ends a statement before <%s>", gap).isTrue();
	}

	private static int comment(String text) {
		int depth = 0;
		int position = 0;
		do {
			String two = text.substring(position, position + 2);
			depth += two.equals("/*") ? 1 : two.equals("*/") ? -1 : 0;
			position += (two.equals("/*") || two.equals("*/")) ? 2 : 1;
		}
		while (depth > 0);
		return position;
	}

	private static String trim(String text) {
		return text.replaceAll("\\A[ \\t\\n\\r\\f\\x0B]+|[ \\t\\n\\r\\f\\x0B]+\\z", "");
	}

	/** A statement and where it begins. */
	private record Piece(int start, String text) {

		int end() {
			return this.start + this.text.length();
		}

	}

	/** The statements of a text, or where its fault is; the other one is empty or -1. */
	private record Outcome(List<Piece> pieces, int fault) {

		boolean isRefused() {
			return this.fault >= 0;
		}

	}

	/**
	 * Tokens that belong together, and a number for each by which the gap before it is
	 * chosen.
	 */
	private record Tokens(List<String> tokens, List<Integer> choices) {

		static Tokens of(List<String> tokens, SplittableRandom random) {
			return new Tokens(tokens, random.ints(tokens.size(), 0, 1000).boxed().toList());
		}

	}

	/** Tokens written out, and where each begins. */
	private record Spelling(String text, List<Integer> starts) {

		/** With odd gaps between the tokens, or with one blank each. */
		static Spelling of(List<Tokens> parts, boolean odd) {
			List<String> tokens = parts.stream().flatMap((part) -> part.tokens().stream()).toList();
			List<Integer> choices = parts.stream().flatMap((part) -> part.choices().stream()).toList();
			StringBuilder text = new StringBuilder();
			List<Integer> starts = new ArrayList<>();
			String before = "";
			for (int i = 0; i < tokens.size(); i++) {
				String token = tokens.get(i);
				if (i > 0) {
					// Over a line end, a string goes on and keeps its escapes.
					List<String> gaps = (before.endsWith("'") && token.startsWith("'")) ? GAPS_WITHIN_A_LINE : GAPS;
					text.append(odd ? gaps.get(choices.get(i) % gaps.size()) : " ");
				}
				starts.add(text.length());
				text.append(token);
				before = token;
			}
			return new Spelling(text.toString(), starts);
		}

		/** From which token to which each statement goes, or the token of the fault. */
		List<String> outcome() {
			Outcome outcome = LexerFuzzTests.outcome(this.text);
			return outcome.isRefused() ? List.of("refused at " + token(outcome.fault()))
					: outcome.pieces()
						.stream()
						.map((piece) -> token(piece.start()) + " to " + token(piece.end() - 1))
						.toList();
		}

		/** The token at or before an offset. */
		private int token(int offset) {
			int token = 0;
			while (token + 1 < this.starts.size() && this.starts.get(token + 1) <= offset) {
				token++;
			}
			return token;
		}

	}

}
