package dev.slipway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class LoadedClassesTests {

	private static final Cell FILES = new Cell(Work.applied(1), Tool.SLIPWAY, "a");

	private static final Cell INDEX = new Cell(Work.applied(1), Tool.SLIPWAY_INDEX, "a");

	@TempDir
	private Path folder;

	@Test
	void indexThatIsNotUsedIsNotMeasured() throws IOException {
		LoadedClasses loaded = loaded(MigrationReader.class, Migration.class);
		assertThatNoException().isThrownBy(() -> loaded.require(FILES));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> loaded.require(INDEX))
			.withMessageContaining("the index was not used");
	}

	@Test
	void whatReadsNoFileWithoutAnIndexSaysNothingOfTheIndex() throws IOException {
		LoadedClasses loaded = loaded(MigrationReader.class);
		assertThatNoException().isThrownBy(() -> loaded.require(INDEX));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> loaded.require(FILES))
			.withMessageContaining("it cannot be told");
	}

	@Test
	void onlyASlipwayThatChecksIsAsked() {
		assertThat(LoadedClasses.canTell(FILES)).isTrue();
		assertThat(LoadedClasses.canTell(INDEX)).isTrue();
		assertThat(LoadedClasses.canTell(new Cell(Work.pending(1, 1), Tool.SLIPWAY, "a"))).isFalse();
		assertThat(LoadedClasses.canTell(new Cell(Work.applied(1), Tool.FLYWAY, "a"))).isFalse();
	}

	@Test
	void runningJvmWritesWhatItLoads() throws IOException, InterruptedException {
		LoadedClasses loaded = new LoadedClasses(this.folder.resolve("classes.log"));
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process process = new ProcessBuilder(loaded.logged(List.of(java, "-version"))).start();
		process.getErrorStream().readAllBytes();
		assertThat(process.waitFor()).isZero();
		assertThat(Files.readAllLines(loaded.log())).anyMatch((line) -> line.startsWith("java.lang.Object "));
	}

	private LoadedClasses loaded(Class<?>... classes) throws IOException {
		StringBuilder lines = new StringBuilder();
		for (Class<?> each : classes) {
			lines.append(each.getName()).append(" source: file:/a.jar\n");
		}
		return new LoadedClasses(Files.writeString(this.folder.resolve("loaded.log"), lines));
	}

}
