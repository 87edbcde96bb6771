package dev.slipway.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.slipway.DatabaseException;
import dev.slipway.MigrationFailedException;
import dev.slipway.MigrationReport;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of a statement that was sent and not counted, when more than one thing
 * goes wrong before somebody finds out.
 */
class UnfinishedStatementTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	UnfinishedStatementTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@Test
	void anIndexWithoutANameIsFoundAlsoWhenWhoeverTookOverWasKilledToo() {
		this.scripts.write("001_x.sql", "create index concurrently on t(i)");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(this::migrate);
		this.database.execute("create table t(i int)");
		this.database.execute("create index on t(i)");
		this.database.execute("update schema_migrations set state = 'running', run_id = gen_random_uuid()");
		migrate();
		assertThat(indexes()).containsExactly("t_i_idx|t");
	}

	@Test
	void anInvalidIndexWithoutANameIsDroppedAlsoAfterAFailureWasRecorded() {
		this.scripts.write("001_x.sql", "create index concurrently on t(i)");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(this::migrate);
		this.database.execute("create table t(i int); insert into t values (1), (1)");
		invalidIndex("t_i_idx", "t");
		this.database.execute("update schema_migrations set state = 'failed'");
		migrate();
		assertThat(indexes()).containsExactly("t_i_idx|t");
	}

	@Test
	void whatAnUnfinishedReindexLeftInAPartitionIsDropped() {
		this.database.execute("create table p(i int) partition by range (i); create index p_i on p(i);"
				+ "create table p1 partition of p for values from (0) to (10); insert into p values (1), (1)");
		for (String what : List.of("table concurrently p", "index concurrently p_i")) {
			this.database.execute("drop table if exists schema_migrations");
			this.scripts.write("001_x.sql", "reindex index concurrently nope");
			assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(this::migrate);
			invalidIndex("p1_i_idx_ccnew", "p1");
			this.scripts.write("001_x.sql", "reindex " + what);
			migrate();
			assertThat(indexes()).as(what).containsExactly("p1_i_idx|t", "p_i|t");
		}
	}

	@Test
	void whatAnUnfinishedReindexLeftIsDroppedAlsoWhenAStatementWasPutBeforeIt() {
		this.database.execute("create table t(i int); create index t_i on t(i); insert into t values (1), (1)");
		this.scripts.write("001_x.sql", "reindex index concurrently nope");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(this::migrate);
		invalidIndex("t_i_ccnew", "t");
		this.scripts.write("001_x.sql", "set statement_timeout = 0;\nreindex table concurrently t");
		migrate();
		assertThat(indexes()).containsExactly("t_i|t");
	}

	@Test
	void anIndexThatWasBuiltAndCouldNotBeCountedIsNotTakenForOneThatTheServerRefused() {
		this.scripts.write("001_t.sql", """
				create table t(i int);
				create table full_disk(i int);
				insert into full_disk values (1);
				create function refuse() returns trigger language plpgsql as $$ begin
				if exists (select from public.full_disk) then raise exception 'the disk is full'; end if;
				return new; end $$;
				create trigger refuse before update of statements on public.schema_migrations
				for each row execute function refuse();
				""").write("002_x.sql", "create index concurrently t_i on t(i)");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(this::migrate)
			.withMessageContaining("the disk is full");
		this.database.execute("delete from full_disk");
		migrate();
		assertThat(indexes()).containsExactly("t_i|t");
	}

	@Test
	void aCallbackThatFailsDoesNotMakeAnUnknownStatementOneThatTheServerRefused() {
		this.scripts.write("001_x.sql", "create index concurrently t_i on t(i)");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(this::migrate);
		this.database.execute("create table t(i int); create index t_i on t(i);"
				+ "update schema_migrations set state = 'running', run_id = gen_random_uuid()");
		this.scripts.write("beforeEachMigrate.sql", "select broken");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(this::migrate);
		this.scripts.write("beforeEachMigrate.sql", "select 'mended'");
		migrate();
		assertThat(indexes()).containsExactly("t_i|t");
	}

	@Test
	void anIndexWithoutANameIsBuiltByARoleThatDoesNotSeeTheHistory() {
		String role = this.database.name() + "_owner";
		this.database.execute("create role " + role + "; create table t(i int); alter table t owner to " + role
				+ "; grant create on schema public to " + role);
		this.scripts.write("001_x.sql", "set role " + role + ";\ncreate index concurrently on t(i)");
		migrate();
		assertThat(indexes()).containsExactly("t_i_idx|t");
	}

	/** As a unique one that finds duplicates, or any that is killed. */
	private void invalidIndex(String name, String table) {
		try (Connection connection = this.database.dataSource().getConnection()) {
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connection.createStatement()
				.execute("create unique index concurrently " + name + " on " + table + "(i)"));
			assertThat(indexes()).contains(name + "|f");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private MigrationReport migrate() {
		return this.scripts.migrator(this.database).migrate();
	}

	private List<String> indexes() {
		return this.database
			.query("select c.relname, i.indisvalid from pg_index i join pg_class c on c.oid = i.indexrelid "
					+ "join pg_namespace n on n.oid = c.relnamespace where c.relname not like 'schema_migrations%' "
					+ "and n.nspname not in ('pg_catalog', 'pg_toast') order by 1");
	}

}
