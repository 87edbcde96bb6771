package dev.slipway.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.slipway.MigrationReport;
import dev.slipway.Migrator;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPooler;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Migrations through PgBouncer in transaction mode.
 */
@EnabledIf("dev.slipway.testing.TestPooler#isInstalled")
@ExtendWith(OutputCaptureExtension.class)
class PoolerTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private final Path folder;

	private TestPooler pooler;

	PoolerTests(@TempDir Path folder) {
		this.folder = folder;
		this.scripts = new Scripts(folder.resolve("scripts"));
	}

	@BeforeEach
	void startPooler() throws Exception {
		this.pooler = TestPooler.start(this.database, Files.createDirectories(this.folder.resolve("pooler")), 4);
	}

	@AfterEach
	void stopPooler() {
		this.pooler.close();
	}

	@Test
	void aPoolerIsNoticedAndSaidOnce(CapturedOutput output) {
		this.scripts.write("001_one.sql", "create table if not exists t(i int)");
		Migrator.migrateAll(List.of(this.scripts.migrator(this.pooler.database(), "a"),
				this.scripts.migrator(this.pooler.database(), "b")));
		assertThat(output.getOut().split("A transaction pooler stands between", -1)).hasSize(2);
		assertThat(output).contains("(Service 'a', Service 'b')");
	}

	@Test
	void withoutAPoolerNothingIsSaid(CapturedOutput output) {
		this.scripts.write("001_one.sql", "create table t(i int)");
		this.scripts.migrator(this.database).migrate();
		assertThat(output).doesNotContain("pooler");
	}

	@Test
	void eachFileIsAppliedOnceByFourRunnersThroughThePooler() throws Exception {
		this.scripts.write("001_log.sql", "create table log(version int)");
		for (int i = 2; i <= 40; i++) {
			this.scripts.write(i + "_insert.sql", "set search_path to ''; set work_mem to '64kB'; "
					+ "insert into public.log values (" + i + "); select pg_sleep(0.002);");
		}
		ExecutorService threads = Executors.newFixedThreadPool(4);
		List<Future<MigrationReport>> runs = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			runs.add(threads.submit(() -> this.scripts.migrator(this.pooler.database(), "").migrate()));
		}
		for (Future<MigrationReport> run : runs) {
			run.get();
		}
		threads.shutdown();
		assertThat(this.database.query("select count(*), count(distinct version) from log")).containsExactly("39|39");
		for (int i = 0; i < 8; i++) {
			assertThat(
					this.pooler.database().query("select current_setting('search_path'), current_setting('work_mem')"))
				.containsExactly("\"$user\", public|4MB");
		}
	}

}
