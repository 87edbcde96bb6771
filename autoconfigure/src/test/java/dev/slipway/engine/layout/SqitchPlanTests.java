package dev.slipway.engine.layout;

import java.util.List;

import dev.slipway.engine.layout.SqitchPlan.Change;
import dev.slipway.engine.layout.SqitchPlan.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a plan of sqitch says.
 */
class SqitchPlanTests {

	private static final String HEADER = "%syntax-version=1.0.0\n%project=harbour\n\n";

	private static final String BY = " 2024-01-02T08:00:00Z Ana Reyes <ana@example.org>";

	@Test
	void changesRunInTheOrderOfTheirLines() {
		assertThat(read("b", "a [b]", "-c", "+ d/e # a note", "\tf.1\t[a d/e]\t")).extracting(Change::name)
			.containsExactly("b", "a", "c", "d/e", "f.1");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "%project=x\n\n", "# A comment\n%syntax-version=9\n % project = x # y\n%uri=u\n%other\n\n\n",
					"%project=x\r\n\r\n# A comment\r\n\t\r\n" })
	void headerHasPragmasAndCommentsUpToAnEmptyLine(String header) {
		SqitchPlan plan = SqitchPlan.read(header + "a [x:b]" + BY + "\n");
		assertThat(plan.problems()).extracting(Problem::text)
			.containsExactly(
					"a depends on x:b, which is not before it in the plan. Move the line, or correct the name");
	}

	@Test
	void earlierScriptOfAReworkedChangeHasATagInItsName() {
		List<Change> changes = read("a", "@v1", "@v1.1", "b", "@v2", "a [a@v1]", "@v3", "a");
		assertThat(changes).extracting(Change::scripts)
			.containsExactly(List.of("a@v2.sql", "a@v1.sql", "a@v1.1.sql"), List.of("b.sql"), List.of("a@v3.sql"),
					List.of("a.sql"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a|b [a]", "a|@v1|b [a@v1 @v1]", "a|b [harbour:a]", "a|b [!c]|c", "a|b [!other]",
			"a|@v1|a [a@v1]|b [a a@v1]", "x/y|b [x/y ]" })
	void dependencyIsMetByWhatStandsBeforeIt(String plan) {
		read(plan.split("\\|"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			b [a]|a             ; 4 ; b depends on a, which is not before it in the plan.
			a [a]               ; 4 ; a depends on a, which is not before it in the plan.
			b [nothing]         ; 4 ; b depends on nothing, which is not before it in the plan.
			a|b [@v1]|@v1       ; 5 ; b depends on @v1, which is not before it in the plan.
			a|@v1|b|c [b@v1]    ; 7 ; c depends on b@v1, which is not before it in the plan.
			a|b [a@v9]          ; 5 ; b depends on a@v9, which is not before it in the plan.
			a|b [port:a]        ; 5 ; b depends on port:a, and Slipway knows no other project.
			a|b [!port:a]       ; 5 ; b depends on !port:a, and Slipway knows no other project.
			a|b [!a]            ; 5 ; b must not run where a is, which is before it
			a|b [a:]            ; 5 ; b depends on a:, and Slipway knows no other project.
			a|b [a:b:c]         ; 5 ; 'a:b:c' is no dependency
			a|b [!]             ; 5 ; '!' is no dependency
			a|b [aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd] ; 5 ; and Slipway knows no other project.
			a|a                 ; 5 ; the change a is on line 4 already, and no tag stands between them
			a|b|@v1|a|a         ; 8 ; the change a is on line 7 already, and no tag stands between them
			@v1|a               ; 4 ; a tag has a change before it
			a|@v1 [a]           ; 5 ; a tag has a change before it
			a|@v/x              ; 5 ; a tag has a change before it
			a|@v1|b|@v1         ; 7 ; the tag @v1 occurs twice
			a|%uri=x            ; 5 ; a line with % stands in the header alone
			-a-                 ; 4 ; this is no line of a plan
			a|../b              ; 5 ; this is no line of a plan
			a|b~1               ; 5 ; this is no line of a plan
			""")
	void whatSqitchWouldRefuseIsAProblemOfItsLine(String plan, int line, String problem) {
		assertThat(SqitchPlan.read(text(plan.split("\\|"))).problems()).singleElement().satisfies((found) -> {
			assertThat(found.line()).isEqualTo(line);
			assertThat(found.text()).contains(problem);
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			``                                ; 1 ; the line %project= is missing
			`%syntax-version=1.0.0\\n\\n`     ; 1 ; the line %project= is missing
			`%project=x\\na\\n`               ; 2 ; a line of the header begins with %
			`%project=x\\n\\n%uri=y\\n`       ; 3 ; a line with % stands in the header alone
			`%project=x\\n\\na\\n`            ; 3 ; this is no line of a plan
			`%project=x\\n\\na 2024-01-02\\n` ; 3 ; this is no line of a plan
			""")
	void lineThatIsNoneOfAPlanIsAProblem(String plan, int line, String problem) {
		assertThat(SqitchPlan.read(plan.replace("\\n", "\n")).problems()).singleElement().satisfies((found) -> {
			assertThat(found.line()).isEqualTo(line);
			assertThat(found.text()).contains(problem);
		});
	}

	private static List<Change> read(String... lines) {
		SqitchPlan plan = SqitchPlan.read(text(lines));
		assertThat(plan.problems()).isEmpty();
		return plan.changes();
	}

	private static String text(String... lines) {
		StringBuilder text = new StringBuilder(HEADER);
		for (String line : lines) {
			String[] parts = line.split(" ?#", 2);
			text.append(parts[0]).append(BY).append((parts.length > 1) ? " #" + parts[1] : "").append("\n");
		}
		return text.toString();
	}

}
