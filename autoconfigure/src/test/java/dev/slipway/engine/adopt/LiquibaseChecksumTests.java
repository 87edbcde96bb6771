package dev.slipway.engine.adopt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.slipway.Layout;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.ScriptFile;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checksums that real releases of Liquibase have written for one changelog, with the
 * parameters {@code table} and {@code number}, are those of its text.
 */
class LiquibaseChecksumTests {

	private static final Map<String, String> PARAMETERS = Map.of("TABLE", "t7", "number", "5");

	private final LiquibaseHistory liquibase = new LiquibaseHistory();

	@Test
	void eachReleasesChecksumIsFoundAgain() throws IOException {
		List<ForeignRow> rows = rows();
		assertThat(rows).hasSize(6 * 12);
		Migration file = file(changelog(), PARAMETERS);
		for (ForeignRow row : rows) {
			assertThat(this.liquibase.parts(file)).containsAnyElementsOf(row.keys());
			assertThat(this.liquibase.checksums(row, file)).as(row.label()).contains(row.checksum());
		}
	}

	@Test
	void eachReleasesChecksumTellsAChangedText() throws IOException {
		Migration file = file(changelog().replace(" int", " bigint"), PARAMETERS);
		for (ForeignRow row : rows()) {
			List<String> checksums = this.liquibase.checksums(row, file);
			// The parameter that has no value may have had one.
			assertThat(checksums.isEmpty()).as(row.label()).isEqualTo(row.label().contains("params"));
			assertThat(checksums).as(row.label()).doesNotContain(row.checksum());
		}
	}

	@Test
	void parameterWithoutAValueLeavesTheChecksumOpen() throws IOException {
		Migration file = file(changelog(), Map.of("table", "t7"));
		for (ForeignRow row : rows()) {
			assertThat(this.liquibase.checksums(row, file).isEmpty()).as(row.label())
				.isEqualTo(row.label().contains("params"));
		}
	}

	@Test
	void parameterWithAnotherValueIsAnotherText() throws IOException {
		String text = "--changeset a:1\ncreate table ${table} (i int);\n";
		ForeignRow row = ForeignRow.applied("a:1", "a:1")
			.withChecksum(Changeset.of(text.replace("${table}", "t7")).get(0).checksum());
		assertThat(this.liquibase.checksums(row, file(text, PARAMETERS))).contains(row.checksum());
		assertThat(this.liquibase.checksums(row, file(text, Map.of("table", "t8")))).hasSize(1)
			.doesNotContain(row.checksum());
	}

	@Test
	void checksumOfAFormatThatIsNotKnownIsNotCompared() throws IOException {
		ForeignRow row = ForeignRow.applied("plain", "anna:plain").withChecksum("7:0123456789abcdef");
		assertThat(this.liquibase.checksums(row, file(changelog(), PARAMETERS))).isEmpty();
	}

	private List<ForeignRow> rows() throws IOException {
		List<ForeignRow> rows = new ArrayList<>();
		for (String line : resource("checksums.txt").lines().toList()) {
			String[] parts = line.split("\\|");
			int colon = parts[1].indexOf(':');
			ForeignRow row = this.liquibase.row(new ForeignValues(
					Map.of("author", parts[1].substring(0, colon), "id", parts[1].substring(colon + 1), "filename",
							"changelog.sql of " + parts[0], "exectype", "EXECUTED", "md5sum", parts[2])));
			assertThat(row).isNotNull();
			rows.add(row);
		}
		return rows;
	}

	private static String changelog() throws IOException {
		return resource("changelog.sql");
	}

	private static String resource(String name) throws IOException {
		return new ClassPathResource("adopt/liquibase/" + name).getContentAsString(StandardCharsets.UTF_8);
	}

	private static Migration file(String text, Map<String, String> placeholders) throws IOException {
		Script script = Script
			.read(new ScriptFile("001_all.sql", new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)),
					Layout.PLAIN, false, ReadingRules.DEFAULT.withPlaceholders(placeholders)));
		return new Migration(Migration.Kind.VERSIONED, Version.of("1"), "all", false, "001_all.sql", script, null,
				null);
	}

}
