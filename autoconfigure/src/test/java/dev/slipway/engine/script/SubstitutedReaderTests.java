package dev.slipway.engine.script;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for replacing variables while a text is read, in pieces of any size.
 */
class SubstitutedReaderTests {

	private static final Map<String, String> VALUES = Map.of("schema", "sales", "empty", "", "a.b", "${schema}",
			"quote", "it's", "NAME", "Ann");

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			create table ${schema}.t ();          | create table sales.t ();
			${schema}${schema}                    | salessales
			x${empty}y                            | xy
			select '${quote}' -- ${Schema}        | select 'it's' -- sales
			${a.b}                                | ${schema}
			$${schema} $1 $ { $$                  | $sales $1 $ { $$
			costs $                               | costs $
			""")
	void placeholdersAreReplacedEverywhere(String text, String expected) throws IOException {
		assertThat(read(text, new PlaceholderSubstitution(VALUES))).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					ab ${nobody} x                        | 3 | the placeholder nobody has no value: set slipway.placeholders.nobody,
					a ${NAME} ${flyway:table}             | 10 | set slipway.placeholders[flyway:table],
					a ${NAME                              | 2 | a placeholder begins here with ${ and does not end in its line
					a ${                                  | 2 | does not end in its line
					""")
	void aPlaceholderWithoutAValueIsRefusedAtItsPlaceInTheFile(String text, long offset, String message) {
		assertRefused(text, new PlaceholderSubstitution(VALUES), offset, message);
	}

	@Test
	void aPlaceholderIsNoLongerThanItsLine() {
		assertRefused("x\n${a\n}", new PlaceholderSubstitution(VALUES), 2, "does not end in its line");
		assertRefused("${" + "a".repeat(2000) + "}", new PlaceholderSubstitution(VALUES), 0, "does not end");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			$NAME                   | Ann
			${NAME}                 | Ann
			x${NAME}y$NAME.z        | xAnnyAnn.z
			$NAME_                  | ''
			${NOBODY}               | ''
			${EMPTY:-b}             | b
			${EMPTY-b}              | ''
			${NOBODY-b}             | b
			${NOBODY:-b}            | b
			${NAME:-b}              | Ann
			${NOBODY:-}             | ''
			${NOBODY:-${OTHER:-x}y} | xy
			${NOBODY:-{}}           | {}
			${NOBODY:-$NAME}        | Ann
			${NAME:-${OTHER?must}}  | Ann
			${NAME?must}            | Ann
			${LONG:2}               | cdef
			${LONG:2:3}             | cde
			${LONG: -2}             | ef
			${LONG:1:-2}            | bcd
			${LONG:9}               | ''
			${LONG:-9}              | abcdef
			${LONG:0:99}            | abcdef
			${NOBODY:1:2}           | ''
			$$                      | $
			$$$$                    | $$
			\\$NAME                 | $NAME
			\\\\$NAME               | \\\\Ann
			\\x                     | \\x
			$(NAME)                 | $(NAME)
			costs $                 | costs $
			${EXPANDED}             | $NAME
			""")
	void theEnvironmentIsReplacedAsGooseReplacesIt(String text, String expected) throws IOException {
		String value = expected.equals("''") ? "" : expected;
		assertThat(environment(text)).isEqualTo(value);
		assertThat(environment(text + "\r")).isEqualTo(value + "\r");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			ab $1               | 3 | within ENVSUB a dollar sign begins $NAME
			a '$'               | 3 | within ENVSUB
			$_NAME              | 0 | within ENVSUB
			${_NAME}            | 0 | within ENVSUB
			${NAME              | 0 | within ENVSUB
			${NAME+x}           | 0 | within ENVSUB
			${NAME:x}           | 0 | within ENVSUB
			${NAME:?x}          | 0 | within ENVSUB
			$NAME ${X?no $NAME} | 6 | the environment has no X: no $NAME
			""")
	void whatGooseRefusesIsRefusedAtItsPlace(String text, long offset, String message) {
		String prefix = "-- +goose ENVSUB ON\n";
		assertRefused(prefix + text, new EnvironmentSubstitution(SubstitutedReaderTests::variable, null),
				prefix.length() + offset, message);
	}

	@Test
	void theEnvironmentIsReplacedBetweenItsLinesOnly() throws IOException {
		String text = """
				-- +goose Up
				select '${NAME}';
				-- +goose ENVSUB ON
				-- a comment about $5
				select '${NAME}'; -- $NAME
				--+goose envsub off
				select '${NAME}', $$ $1 $$;
				-- +goose Down
				-- +goose ENVSUB ON
				select '$NAME';""";
		String expected = text.replace("select '${NAME}'; -- $NAME", "select 'Ann'; -- Ann")
			.replace("'$NAME'", "'Ann'");
		EnvironmentSubstitution alone = new EnvironmentSubstitution(SubstitutedReaderTests::variable, null);
		assertThat(read(text, alone)).isEqualTo(expected);
		EnvironmentSubstitution both = new EnvironmentSubstitution(SubstitutedReaderTests::variable,
				new PlaceholderSubstitution(Map.of("name", "Bob")));
		assertThat(read(text, both)).isEqualTo(expected.replace("${NAME}", "Bob"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 10, 999, 1000, 1001, 7999, 8000, 8001, 100_000 })
	void linesOfAnyLengthAreRead(int length) throws IOException {
		String filler = "x".repeat(length);
		String text = filler + "${schema}" + filler + "$\n" + filler;
		assertThat(read(text, new PlaceholderSubstitution(VALUES)))
			.isEqualTo(filler + "sales" + filler + "$\n" + filler);
		assertThat(environment(filler + "${NAME}" + filler + "$")).isEqualTo(filler + "Ann" + filler + "$");
	}

	@Test
	void offsetsAreThoseOfTheFile() throws IOException {
		String text = "a ${schema} b ${empty}${NAME} c";
		SubstitutedReader reader = new SubstitutedReader(new StringReader(text), new PlaceholderSubstitution(VALUES));
		String replaced = all(reader);
		assertThat(replaced).isEqualTo("a sales b Ann c");
		assertThat(replaced.chars().mapToObj((c) -> "").count()).isEqualTo(15);
		long[] expected = { 0, 1, 2, 2, 2, 2, 2, 11, 12, 13, 22, 22, 22, 29, 30, 31 };
		for (int offset = 0; offset <= replaced.length(); offset++) {
			assertThat(reader.originalOffset(offset)).as("%d", offset).isEqualTo(expected[offset]);
		}
	}

	@Test
	void offsetsBehindManyVariablesAreThoseOfTheFile() throws IOException {
		StringBuilder text = new StringBuilder();
		Random random = new Random(1);
		String[] names = { "${schema}", "${empty}", "${NAME}", "\n", "x" };
		for (int i = 0; i < 10_000; i++) {
			text.append(names[random.nextInt(names.length)]).append('|');
		}
		SubstitutedReader reader = new SubstitutedReader(new StringReader(text.toString()),
				new PlaceholderSubstitution(VALUES));
		String replaced = all(reader);
		long last = 0;
		for (int at = replaced.indexOf('|'); at >= 0; at = replaced.indexOf('|', at + 1)) {
			long original = reader.originalOffset(at);
			assertThat(text.charAt((int) original)).isEqualTo('|');
			assertThat(original).isGreaterThan(last - 1);
			last = original;
		}
	}

	private static String environment(String line) throws IOException {
		String prefix = "-- +goose ENVSUB ON\n";
		String text = read(prefix + line + "\n", new EnvironmentSubstitution(SubstitutedReaderTests::variable, null));
		return text.substring(prefix.length(), text.length() - 1);
	}

	private static @org.jspecify.annotations.Nullable String variable(String name) {
		return Map.of("NAME", "Ann", "EMPTY", "", "LONG", "abcdef", "EXPANDED", "$NAME").get(name);
	}

	private static void assertRefused(String text, Substitution substitution, long offset, String message) {
		for (int piece : new int[] { 1, 3, 10_000 }) {
			assertThatExceptionOfType(SubstitutionException.class)
				.isThrownBy(() -> all(new SubstitutedReader(new InPieces(text, piece), substitution)))
				.withMessageContaining(message)
				.satisfies((failure) -> assertThat(failure.offset()).isEqualTo(offset))
				.satisfies((failure) -> assertThat(failure.getMessage()).doesNotContain("Ann", "sales"));
		}
	}

	/** The same whatever the pieces are in which the text comes. */
	private static String read(String text, Substitution substitution) throws IOException {
		String whole = all(new SubstitutedReader(new StringReader(text), substitution));
		for (int piece : new int[] { 1, 2, 7, 1000 }) {
			if (text.length() / piece < 20_000) {
				assertThat(all(new SubstitutedReader(new InPieces(text, piece), substitution))).isEqualTo(whole);
			}
		}
		return whole;
	}

	private static String all(Reader reader) throws IOException {
		StringBuilder all = new StringBuilder();
		char[] buffer = new char[777];
		for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
			all.append(buffer, 0, count);
		}
		return all.toString();
	}

	/**
	 * A reader that has few characters at a time.
	 */
	private static final class InPieces extends StringReader {

		private final int piece;

		private InPieces(String text, int piece) {
			super(text);
			this.piece = piece;
		}

		@Override
		public int read(char[] target, int from, int length) throws IOException {
			return super.read(target, from, Math.min(length, this.piece));
		}

	}

}
