package dev.slipway.engine.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.Layout;
import dev.slipway.engine.layout.NewFile;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.text.RefusedException;
import dev.slipway.testing.LayoutFolder;
import dev.slipway.testing.Scripts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A new file is named and begun as those beside it, and read as the newest migration.
 */
class NewMigrationTests {

	private static final Instant NOW = Instant.parse("2026-11-27T20:47:09.123Z");

	private final Path folder;

	private final Scripts scripts;

	NewMigrationTests(@TempDir Path folder) {
		this.folder = folder;
		this.scripts = new Scripts(folder);
	}

	@ParameterizedTest
	@MethodSource("dev.slipway.testing.LayoutFolder#all")
	void theNextFileOfAFolderIsTheNewestMigration(LayoutFolder layout) throws IOException {
		copy(layout.path());
		// More digits than a timestamp, and numbers that are greater as text.
		String later = Map.of("golang-migrate", "\\d{18,}.*", "rambler", "[3-9].*").getOrDefault(layout.name(), "-");
		for (String file : files()) {
			Files.deleteIfExists(file.matches(later) ? this.folder.resolve(file) : this.folder.resolve("-"));
		}
		SourceFiles source = source(layout.rules());
		int before = source.read().versioned().size();
		if (Set.of("sqitch", "db-migrate", "graphile-migrate").contains(layout.name())) {
			assertThatExceptionOfType(RefusedException.class)
				.isThrownBy(() -> new NewMigration(source, NOW).write("add index", null))
				.withMessageStartingWith("Slipway writes no files of the layout " + layout.name());
			return;
		}
		List<Path> written = new NewMigration(source, NOW).write("add index", null);
		List<Migration> after = source.read().versioned();
		assertThat(after).hasSize(before + 1);
		Migration newest = after.get(before);
		assertThat(this.folder.resolve(String.valueOf(source.relative(newest.script())))).isEqualTo(written.get(0));
		if (!layout.name().equals("play")) {
			assertThat(newest.name()).endsWith(newest.name().contains("-") ? "add-index" : "add_index");
		}
		assertThat(newest.script().parse()).isEmpty();
		assertThat(newest.script().parsed().statements()).isZero();
		if (written.size() > 1) {
			assertThat(newest.undo()).isNotNull();
		}
		List<Path> next = new NewMigration(source, NOW).write("add another", null);
		assertThat(source.read().versioned()).hasSize(before + 2);
		assertThat(next).doesNotContainAnyElementsOf(written);
	}

	@ParameterizedTest
	@EnumSource
	void theFirstFileOfEachLayoutIsReadAsThatLayouts(Layout layout) {
		SourceFiles source = source(ReadingRules.DEFAULT.withLayout(layout));
		if (NewFile.of(layout).refusal() != null) {
			assertThatExceptionOfType(RefusedException.class)
				.isThrownBy(() -> new NewMigration(source, NOW).write("init", null))
				.withMessageContaining("the layout " + layout.property());
			assertThat(files()).isEmpty();
			return;
		}
		new NewMigration(source, NOW).write("init", null);
		assertThat(source.read().versioned()).singleElement()
			.satisfies((migration) -> assertThat(migration.name()).isEqualTo((layout == Layout.PLAY) ? "" : "init"));
		new NewMigration(source, NOW).write("second", null);
		assertThat(source.read().versioned()).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource({ "001_one.sql,20261127204709_add_index.sql,002_add_index.sql",
			"7_one.sql,20261127204709_add_index.sql,8_add_index.sql",
			"20260101120000_one.sql,20261127204709_add_index.sql,",
			"20270101120000_one.sql,20270101120001_add_index.sql,",
			"2026-01-01-120000-one.sql,2026-11-27-204709-add-index.sql,",
			"1767225600_one.sql,1795812429_add_index.sql,1767225601_add_index.sql",
			"V1__one.sql,V20261127204709__add_index.sql,V2__add_index.sql",
			"V1_2__one.sql,V20261127204709__add_index.sql,V1_3__add_index.sql",
			"v0009__one.sql,v20261127204709__add_index.sql,v0010__add_index.sql" })
	void theVersionIsWrittenAsTheNewestOne(String existing, String timestamp, @Nullable String sequential) {
		this.scripts.write(existing, "select 1");
		assertThat(write(false)).containsExactly(timestamp);
		this.scripts.delete(timestamp);
		if (sequential != null) {
			assertThat(write(true)).containsExactly(sequential);
		}
	}

	@Test
	void whatUndoesAFileComesAlong() throws IOException {
		this.scripts.write("V1__one.sql", "select 1").write("U1__one.sql", "select 2");
		assertThat(write(true)).containsExactly("V2__add_index.sql", "U2__add_index.sql");
		Files.delete(this.folder.resolve("U2__add_index.sql"));
		assertThat(write(true)).containsExactly("V3__add_index.sql");
	}

	@Test
	void whatUndoesAFileInItsOwnManneComesAlong() {
		this.scripts.write("001_one.sql", "select 1").write("undo/001_one.sql", "select 2");
		assertThat(write(true)).containsExactly("002_add_index.sql", "undo/002_add_index.sql");
		this.scripts.write("003_three.sql", "select 1").write("003_three_down.sql", "select 2");
		assertThat(write(true)).containsExactly("004_add_index.sql", "004_add_index_down.sql");
	}

	@Test
	void aSectionThatUndoesComesAlong() throws IOException {
		this.scripts.write("001_one.sql", "select 1;\n-- slipway: undo\nselect 2;");
		write(true);
		assertThat(Files.readString(this.folder.resolve("002_add_index.sql"))).isEqualTo("\n-- slipway: undo\n\n");
	}

	@Test
	void markersBeginTheFile() throws IOException {
		this.scripts.write("001_one.sql", "-- +goose Up\nselect 1;\n-- +goose Down\nselect 2;");
		write(true);
		assertThat(Files.readString(this.folder.resolve("002_add_index.sql")))
			.isEqualTo("-- +goose Up\n\n-- +goose Down\n\n");
	}

	@Test
	void aNumberBehindTimestampsIsRefused() {
		this.scripts.write("001_one.sql", "select 1").write("20260101120000_two.sql", "select 1");
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> write(true))
			.withMessageContaining("002_add_index.sql would not be the newest migration")
			.satisfies((failure) -> assertThat(failure.action()).contains("with the command renumber"));
		assertThat(files()).containsExactly("001_one.sql", "20260101120000_two.sql");
	}

	@Test
	void aTimestampThatWouldNotBeTheNewestIsRefused() {
		this.scripts.write("20260101120000123_one.sql", "-- Up Migration\nselect 1");
		assertThat(write(false)).containsExactly("20261127204709123_add_index.sql");
		this.scripts.write("99999999999999999_two.sql", "-- Up Migration\nselect 1");
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> write(false))
			.withMessageContaining("would not be the newest migration");
	}

	@Test
	void aTimestampIsRefusedWhereTheToolHasNumbers() {
		this.scripts.write("1.sql", "-- !Ups\nselect 1;");
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> write(false))
			.withMessage("Files of the layout play have numbers, no timestamps.");
	}

	@Test
	void aNameThatWouldUndoSomethingIsRefused() {
		this.scripts.write("001_one.sql", "select 1");
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> new NewMigration(source(ReadingRules.DEFAULT), NOW).write("rollback", true))
			.withMessageContaining("the files could not be used");
		assertThat(files()).containsExactly("001_one.sql");
	}

	@Test
	void aNameWithoutALetterIsRefused() {
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> new NewMigration(source(ReadingRules.DEFAULT), NOW).write("../..", true))
			.withMessageContaining("has no letter and no digit");
	}

	@Test
	void aNameStaysWithinTheFolder() {
		assertThat(new NewMigration(source(ReadingRules.DEFAULT), NOW).write("../../Größe ändern!", true))
			.containsExactly(this.folder.resolve("000001_Größe_ändern.sql"));
	}

	@Test
	void filesThatCannotBeUsedAreSaidFirst() {
		this.scripts.write("1_a.sql", "select 1").write("1_b.sql", "select 1");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> write(true));
	}

	@Test
	void theFolderIsMadeWhereThereIsNone() {
		Path made = this.folder.resolve("db/migration");
		SourceFiles source = new SourceFiles("", List.of("file:" + made), List.of(), null, new DefaultResourceLoader(),
				ReadingRules.DEFAULT, List.of());
		assertThat(new NewMigration(source, NOW).write("init", null))
			.containsExactly(made.resolve("20261127204709_init.sql"));
	}

	private List<String> write(boolean sequential) {
		return new NewMigration(source(ReadingRules.DEFAULT), NOW).write("add index", sequential)
			.stream()
			.map((file) -> this.folder.relativize(file).toString())
			.toList();
	}

	private SourceFiles source(ReadingRules rules) {
		return new SourceFiles("", List.of(this.scripts.location()), List.of(), null, new DefaultResourceLoader(),
				rules, List.of());
	}

	private List<String> files() {
		try (Stream<Path> files = Files.list(this.folder)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void copy(Path from) throws IOException {
		List<Path> all = new ArrayList<>();
		try (Stream<Path> files = Files.walk(from)) {
			files.filter((file) -> !file.getFileName().toString().startsWith("expect.")).forEach(all::add);
		}
		for (Path file : all) {
			Path target = this.folder.resolve(from.relativize(file).toString());
			if (Files.isDirectory(file)) {
				Files.createDirectories(target);
			}
			else {
				Files.copy(file, target);
			}
		}
	}

}
