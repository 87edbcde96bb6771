package dev.slipway.boot.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The commands {@code new} and {@code renumber} as processes, in the folder of a build
 * and without a database.
 */
@Tag("once")
class FileCommandProcessTests {

	private static final String T1 = "20260101120000";

	private static final String PLACE = "db/process";

	private final Path folder;

	private final Scripts scripts;

	private final CommandProcess process;

	FileCommandProcessTests(@TempDir Path folder) throws IOException {
		this.folder = folder.toRealPath();
		Files.writeString(folder.resolve("pom.xml"), "<project/>");
		this.scripts = new Scripts(this.folder.resolve("src/main/resources").resolve(PLACE));
		// Nobody listens there.
		this.process = new CommandProcess(new TestDatabase("127.0.0.1", 1, "none", "nobody", "none"), this.folder);
	}

	@Test
	void newWritesTheNextFileIntoTheSourceFolder() {
		this.scripts.write("001_one.sql", "select 1");
		assertThat(this.process.run("--slipway.locations=classpath:" + PLACE, "--slipway.new-version=sequential",
				"--slipway.command=new", "add", "index"))
			.isZero();
		assertThat(this.process.output())
			.isEqualTo("Slipway has the new file " + this.scripts.folder().resolve("002_add_index.sql") + "\n");
		assertThat(this.process.run("--slipway.locations=classpath:" + PLACE, "--slipway.command=new",
				"--slipway.name=more", "--slipway.output=json"))
			.isZero();
		assertThat(this.process.output())
			.startsWith("{\"format\":1,\"command\":\"new\",\"exitCode\":0,\"service\":\"\"," + "\"files\":[\""
					+ this.scripts.folder() + "/2");
		assertThat(files()).hasSize(3);
	}

	@Test
	void newSaysWhereItHasLookedForTheFolder() {
		assertThat(this.process.run("--slipway.locations=classpath:" + PLACE, "--slipway.command=new init"))
			.isEqualTo(1);
		assertThat(this.process.errors()).contains("The source folder of classpath:" + PLACE + " was not found.")
			.contains("There is no src/main/resources in " + this.folder);
		assertThat(this.process.run("--slipway.locations=classpath:" + PLACE, "--slipway.source-folder=nowhere",
				"--slipway.command=new init"))
			.isEqualTo(1);
		assertThat(this.process.errors())
			.contains("The source folder " + this.folder.resolve("nowhere") + " does not exist.");
	}

	@Test
	void newIsForOneServiceWithAName() {
		assertThat(this.process.run("--slipway.services.a.locations=" + this.scripts.location(),
				"--slipway.services.b.locations=" + this.scripts.location() + "/b", "--slipway.command=new init"))
			.isEqualTo(2);
		assertThat(this.process.errors())
			.contains("it is for one service. Name it with --slipway.service=NAME, one of a, b.");
		assertThat(this.process.run("--slipway.locations=" + this.scripts.location(), "--slipway.command=new"))
			.isEqualTo(2);
		assertThat(this.process.errors()).contains("it needs a name");
	}

	@Test
	void renumberShowsWhatItWouldDoAndDoesItWhenConfirmed() {
		this.scripts.write("001_one.sql", "select 1").write(T1 + "_two.sql", "select 2");
		String location = "--slipway.locations=classpath:" + PLACE;
		assertThat(this.process.run(location, "--slipway.command=renumber")).isZero();
		assertThat(this.process.output()).isEqualTo("""
				Slipway would give numbers to its files
				  %s/20260101120000_two.sql  -> 002_two.sql
				Nothing was renamed. Add --slipway.confirm to rename the files.
				""".formatted(this.scripts.folder()));
		assertThat(files()).containsExactly("001_one.sql", T1 + "_two.sql");
		assertThat(this.process.run(location, "--slipway.command=renumber", "--slipway.confirm")).isZero();
		assertThat(this.process.output()).startsWith("Slipway has given numbers to its files\n");
		assertThat(files()).containsExactly("001_one.sql", "002_two.sql");
		assertThat(this.process.run(location, "--slipway.command=renumber", "--slipway.output=json")).isZero();
		assertThat(this.process.output()).isEqualTo("{\"format\":1,\"command\":\"renumber\",\"exitCode\":0,"
				+ "\"confirmed\":false,\"services\":[{\"service\":\"\",\"renamed\":[]}]}\n");
	}

	@Test
	void renumberRefusesTwoFilesOfOneNumber() {
		this.scripts.write("001_one.sql", "select 1").write("001_two.sql", "select 2");
		assertThat(this.process.run("--slipway.locations=" + this.scripts.location(), "--slipway.command=renumber",
				"--slipway.confirm"))
			.isEqualTo(3);
		assertThat(this.process.errors()).contains("Version 1 occurs twice")
			.contains("001_one.sql")
			.contains("001_two.sql");
	}

	private List<String> files() {
		try (Stream<Path> files = Files.list(this.scripts.folder())) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
