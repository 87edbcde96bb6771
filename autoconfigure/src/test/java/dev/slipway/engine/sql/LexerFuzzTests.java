package dev.slipway.engine.sql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import dev.slipway.engine.script.ScriptTexts;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * What holds for every text, however odd: reading ends, with statements or with the place
 * of a fault; nothing is lost between statements; and blanks and comments change nothing.
 */
class LexerFuzzTests {

	/** No limit of speed: without an end, a test must end all the same. */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

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

	@Property(tries = 3000)
	void anyTextIsReadToItsEndOrRefusedAtAPlaceInIt(@ForAll("anything") String text) {
		outcome(text);
	}

	@Property(tries = 3000)
	void statementsAndTheGapsBetweenThemAreTheText(@ForAll("sql") String text) {
		List<Piece> pieces = outcome(text).pieces();
		int position = 0;
		for (Piece piece : pieces) {
			assertThat(text.startsWith(piece.text(), piece.start())).as("%s stands in the text", piece).isTrue();
			assertThat(piece.text()).isNotEmpty().isEqualTo(trim(piece.text()));
			assertGap(text.substring(position, piece.start()), position > 0);
			position = piece.end();
		}
		if (!outcome(text).isRefused()) {
			assertGap(text.substring(position), false);
		}
	}

	@Property(tries = 3000)
	void blanksAndCommentsBetweenTokensOfAnyKindChangeNothing(@ForAll("tokens") List<String> tokens,
			@ForAll("choices") List<Integer> choices) {
		assertThat(Spelling.of(tokens, choices).outcome()).isEqualTo(Spelling.of(tokens, List.of()).outcome());
	}

	@Property(tries = 1000)
	void blanksAndCommentsInStatementsChangeNothing(@ForAll("scripts") List<String> tokens,
			@ForAll("choices") List<Integer> choices) {
		assertThat(Spelling.of(tokens, choices).outcome()).isEqualTo(Spelling.of(tokens, List.of()).outcome());
	}

	@Property(tries = 60)
	void aLongTextOfTheSameAgainAndAgainIsReadToItsEnd(@ForAll("sql") String text) {
		outcome(text.repeat(200_000 / Math.max(1, text.length())));
	}

	@Provide
	Arbitrary<String> anything() {
		List<String> fragments = new ArrayList<>(FRAGMENTS);
		fragments.addAll(DATA_FRAGMENTS);
		return Arbitraries.oneOf(text(fragments), Arbitraries.strings().ofMaxLength(60));
	}

	@Provide
	Arbitrary<String> sql() {
		return text(FRAGMENTS);
	}

	@Provide
	Arbitrary<List<String>> tokens() {
		return Arbitraries.of(WORDS).list().ofMinSize(1).ofMaxSize(40);
	}

	@Provide
	Arbitrary<List<String>> scripts() {
		return Arbitraries.of(STATEMENTS)
			.list()
			.ofMinSize(1)
			.ofMaxSize(6)
			.map((statements) -> List.of(String.join(" ", statements).split(" ")));
	}

	@Provide
	Arbitrary<List<Integer>> choices() {
		return Arbitraries.integers().between(0, 1000).list().ofMinSize(1).ofMaxSize(30);
	}

	private static Arbitrary<String> text(List<String> fragments) {
		return Arbitraries.of(fragments).list().ofMinSize(1).ofMaxSize(50).map((chosen) -> String.join("", chosen));
	}

	/** The one place that knows how a text is split. */
	private static List<Piece> split(String text) throws SqlSyntaxException {
		return ScriptTexts.split(text)
			.stream()
			.map((statement) -> new Piece((int) statement.offset(), statement.text()))
			.toList();
	}

	private static Outcome outcome(String text) {
		return assertTimeoutPreemptively(PATIENCE, () -> {
			try {
				return new Outcome(split(text), -1);
			}
			catch (SqlSyntaxException ex) {
				assertThat(ex.offset()).isBetween(0L, (long) text.length());
				assertThat(ex).hasMessageMatching("(?s).+");
				return new Outcome(List.of(), (int) ex.offset());
			}
		});
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

	/** Tokens written out, and where each begins. */
	private record Spelling(String text, List<Integer> starts) {

		static Spelling of(List<String> tokens, List<Integer> choices) {
			StringBuilder text = new StringBuilder();
			List<Integer> starts = new ArrayList<>();
			String before = "";
			for (int i = 0; i < tokens.size(); i++) {
				String token = tokens.get(i);
				if (i > 0) {
					// Over a line end, a string goes on and keeps its escapes.
					List<String> gaps = (before.endsWith("'") && token.startsWith("'")) ? GAPS_WITHIN_A_LINE : GAPS;
					text.append(choices.isEmpty() ? " " : gaps.get(choices.get(i % choices.size()) % gaps.size()));
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
						.map((piece) -> Tuple.of(token(piece.start()), token(piece.end() - 1)))
						.map((range) -> String.format(Locale.ROOT, "%d to %d", range.get1(), range.get2()))
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
