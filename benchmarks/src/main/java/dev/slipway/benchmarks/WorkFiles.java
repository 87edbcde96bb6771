package dev.slipway.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * The same statements in the form that each tool wants. Those for the class path are in a
 * jar, as in an application that is deployed; an AOT cache allows no folders either.
 */
final class WorkFiles {

	private static final String[] STATEMENTS = {
			"create table t_%1$d (id bigint primary key, name text not null, amount numeric(12,2) not null default 0)",
			"create index t_%1$d_name on t_%1$d (lower(name))",
			"alter table t_%1$d add column created_at timestamptz not null default now()",
			"comment on table t_%1$d is 'What customers order; made by file %1$d'",
			"insert into t_%1$d (id, name) values (1, 'first'), (2, 'second''s')",
			"insert into t_%1$d (id, name, amount) select i, 'row ' || i, i / 10.0 from generate_series(3, 20) i",
			"update t_%1$d set amount = amount + 1 where id < 5", "alter table t_%1$d add column note text",
			"create view v_%1$d as select id, name from t_%1$d where amount > 0",
			"alter table t_%1$d add constraint t_%1$d_amount check (amount >= 0)", "delete from t_%1$d where id = 20",
			"create index t_%1$d_created on t_%1$d (created_at desc)" };

	private static final String CHANGELOG = """
			databaseChangeLog:
			  - includeAll:
			      path: db/changelog/changes/
			""";

	private final Path folder;

	private final Map<String, Path> made = new HashMap<>();

	/**
	 * Create files.
	 * @param folder an empty folder for them
	 */
	WorkFiles(Path folder) {
		this.folder = folder;
	}

	/**
	 * The jar with the files for Slipway, Flyway and the bare driver, or for Liquibase.
	 */
	Path jar(Work work, Tool tool) throws IOException {
		boolean liquibase = tool == Tool.LIQUIBASE;
		Path jar = this.folder.resolve((liquibase ? "liquibase-" : "files-") + size(work) + ".jar");
		if (this.made.putIfAbsent(jar.toString(), jar) == null) {
			try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
				if (liquibase) {
					addChangelog(out, work);
				}
				else {
					addMigrations(out, work);
				}
			}
		}
		return jar;
	}

	/** The folder with the files for dbmate. */
	Path dbmate(Work work) throws IOException {
		Path migrations = this.folder.resolve("dbmate-" + size(work));
		if (this.made.putIfAbsent(migrations.toString(), migrations) == null) {
			Files.createDirectories(migrations);
			for (int i = 1; i <= work.files(); i++) {
				Files.writeString(migrations.resolve("%05d_file_%d.sql".formatted(i, i)),
						"-- migrate:up\n" + text(work, i) + "\n-- migrate:down\n");
			}
		}
		return migrations;
	}

	/** All files as one, for psql. */
	Path psql(Work work) throws IOException {
		Path script = this.folder.resolve("psql-" + size(work) + ".sql");
		if (this.made.putIfAbsent(script.toString(), script) == null) {
			StringBuilder all = new StringBuilder();
			for (int i = 1; i <= work.files(); i++) {
				all.append(text(work, i));
			}
			Files.writeString(script, all);
		}
		return script;
	}

	static String text(Work work, int file) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < work.statements(); i++) {
			text.append(STATEMENTS[i].formatted(file)).append(";\n");
		}
		return text.toString();
	}

	private static void addMigrations(JarOutputStream out, Work work) throws IOException {
		StringBuilder names = new StringBuilder();
		addFolders(out, "db/", "db/migration/");
		for (int i = 1; i <= work.files(); i++) {
			String name = "db/migration/V%05d__file_%d.sql".formatted(i, i);
			names.append(name).append('\n');
			add(out, name, text(work, i));
		}
		add(out, "db/files.txt", names.toString());
	}

	private static void addChangelog(JarOutputStream out, Work work) throws IOException {
		addFolders(out, "db/", "db/changelog/", "db/changelog/changes/");
		add(out, "db/changelog/db.changelog-master.yaml", CHANGELOG);
		for (int i = 1; i <= work.files(); i++) {
			add(out, "db/changelog/changes/%05d_file_%d.sql".formatted(i, i),
					"--liquibase formatted sql\n--changeset bench:" + i + "\n" + text(work, i));
		}
	}

	private static void addFolders(JarOutputStream out, String... names) throws IOException {
		for (String name : names) {
			out.putNextEntry(new JarEntry(name));
			out.closeEntry();
		}
	}

	private static void add(JarOutputStream out, String name, String text) throws IOException {
		out.putNextEntry(new JarEntry(name));
		out.write(text.getBytes(StandardCharsets.UTF_8));
		out.closeEntry();
	}

	private static String size(Work work) {
		return work.files() + "x" + work.statements();
	}

}
