package dev.slipway.engine.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.Layout;
import dev.slipway.engine.layout.Role;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.ScriptFile;
import dev.slipway.engine.script.ScriptStatements;
import dev.slipway.engine.script.ScriptTexts;
import dev.slipway.engine.script.StoredUndo;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlSyntaxException;
import dev.slipway.testing.LayoutFolder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files of each layout, read with each layout that a setting may force: what they run
 * is what they run in their own layout, or they are refused. Nothing that undoes a
 * migration runs, but where the tool of the forced layout would run it, too.
 */
class ForcedLayoutTests {

	/**
	 * Tools that run all of a file without a line of their own: to them the lines of
	 * others are comments, and so are they to a layout that a setting forces.
	 */
	private static final Set<Layout> RUN_WHOLE_FILES = EnumSet.of(Layout.PLAIN, Layout.TERN, Layout.NODE_PG_MIGRATE,
			Layout.MYBATIS, Layout.GRAPHILE_MIGRATE, Layout.YOYO, Layout.DBUP);

	static Stream<Arguments> foldersAndLayouts() {
		return LayoutFolder.all()
			.flatMap((folder) -> Stream.of(Layout.values()).map((layout) -> Arguments.of(folder, layout)));
	}

	@ParameterizedTest
	@MethodSource("foldersAndLayouts")
	void aFileRunsAsInItsOwnLayoutOrIsRefused(LayoutFolder folder, Layout forced) throws Exception {
		Map<String, Script> own = own(folder);
		Set<String> undoing = undoing(own.values(), undoFiles(folder));
		ReadingRules rules = folder.rules().withLayout(forced);
		if (isOwn(folder, Layout.FLYWAY)) {
			// Only Flyway's own layout replaces them without a word.
			rules = rules.withPlaceholderReplacement(true);
		}
		for (Path path : files(folder)) {
			Optional<MigrationName> name = MigrationName.of(path.toString(), forced);
			Script itself = own.get(path.toAbsolutePath().toString());
			if (name.isEmpty() || name.get().role() == Role.UNDO || name.get().isForeign()
					|| (itself == null && isOwn(folder, forced))) {
				continue;
			}
			Script script = Script
				.read(new ScriptFile(path.toString(), new FileSystemResource(path), forced, false, rules));
			Optional<FileProblem> problem = script.parse();
			if (problem.isPresent()) {
				assertThat(problem.get().description()).startsWith(path + ":");
				continue;
			}
			List<String> statements = statements(script);
			boolean whole = RUN_WHOLE_FILES.contains(forced) && !isOwn(folder, forced)
					&& (itself == null || undo(itself).isPresent());
			if (!whole) {
				assertThat(statements).as(path.toString()).noneMatch(undoing::contains);
				assertThat(statements).as(path.toString()).isEqualTo((itself != null) ? statements(itself) : List.of());
			}
		}
	}

	@ParameterizedTest
	@MethodSource("foldersAndLayouts")
	void aFolderIsReadOrRefusedWithItsProblems(LayoutFolder folder, Layout forced) {
		try {
			MigrationSet set = MigrationReader.read("", folder.locations(), List.of(),
					new PathMatchingResourcePatternResolver(), folder.rules().withLayout(forced));
			set.parse(scripts(set).toList());
		}
		catch (InvalidMigrationsException ex) {
			assertThat(ex.getProblems()).isNotEmpty()
				.allSatisfy((problem) -> assertThat(problem.description()).isNotBlank().endsWith("."));
		}
	}

	/** In its own layout a file that does not run is left out by what is beside it. */
	private static boolean isOwn(LayoutFolder folder, Layout forced) {
		return forced.property().equals(folder.name());
	}

	private static Map<String, Script> own(LayoutFolder folder) {
		MigrationSet set = MigrationReader.read("", folder.locations(), List.of(),
				new PathMatchingResourcePatternResolver(), folder.rules());
		Map<String, Script> scripts = new TreeMap<>();
		Stream
			.concat(Stream.of(set.versioned(), set.baselines(), set.repeatables())
				.flatMap(List::stream)
				.map(Migration::script), set.callbacks().stream().map(Callback::script))
			.forEach((script) -> {
				assertThat(script.parse()).isEmpty();
				scripts.put(Path.of(script.path()).toAbsolutePath().toString(), script);
			});
		return scripts;
	}

	private static Stream<Script> scripts(MigrationSet set) {
		return Stream.concat(Stream.of(set.versioned(), set.baselines(), set.repeatables())
			.flatMap(List::stream)
			.flatMap(Migration::scripts), set.callbacks().stream().map(Callback::script));
	}

	private static List<Script> undoFiles(LayoutFolder folder) {
		return MigrationReader
			.read("", folder.locations(), List.of(), new PathMatchingResourcePatternResolver(), folder.rules())
			.versioned()
			.stream()
			.flatMap((migration) -> Stream.ofNullable(migration.undo()))
			.toList();
	}

	/** What undoes something, and is nothing that is also run to do something. */
	private static Set<String> undoing(Iterable<Script> own, List<Script> undoFiles)
			throws IOException, SqlSyntaxException {
		Set<String> undoing = new HashSet<>();
		for (Script script : own) {
			ScriptTexts.split(undo(script).orElse("")).forEach((statement) -> undoing.add(statement.text()));
		}
		for (Script script : undoFiles) {
			assertThat(script.parse()).isEmpty();
			undoing.addAll(statements(script));
		}
		for (Script script : own) {
			undoing.removeAll(statements(script));
		}
		return undoing;
	}

	private static Optional<String> undo(Script script) {
		return script.parsed().undo().flatMap(StoredUndo::text);
	}

	private static List<Path> files(LayoutFolder folder) throws IOException {
		List<Path> found = new ArrayList<>();
		for (String location : folder.locations()) {
			try (Stream<Path> files = Files.walk(Path.of(location.substring("file:".length())))) {
				files.filter(
						(file) -> Files.isRegularFile(file) && MigrationName.isCandidate(file.getFileName().toString()))
					.forEach(found::add);
			}
		}
		return found;
	}

	private static List<String> statements(Script script) throws IOException {
		List<String> texts = new ArrayList<>();
		try (ScriptStatements statements = script.open()) {
			for (SqlStatement next = statements.next(); next != null; next = statements.next()) {
				texts.add(next.text());
			}
		}
		return texts;
	}

}
