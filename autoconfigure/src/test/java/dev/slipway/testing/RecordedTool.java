package dev.slipway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A tool of which a test resource has the table as the real tool has left it: of 50 files
 * it has applied 40, and failed on the next one. The files of that run are made anew,
 * byte for byte.
 */
public enum RecordedTool {

	/** Names that begin with a timestamp. */
	DBMATE("public.schema_migrations", "%2$s_create_%3$s.sql",
			"-- migrate:up\n%1$s\n-- migrate:down\ndrop table %3$s;\n"),

	/** The same with hyphens. */
	NODE_PG_MIGRATE("public.pgmigrations", "%2$s_create-%4$s.sql",
			"-- Up Migration\n%1$s\n-- Down Migration\ndrop table %3$s;\n"),

	/** Numbers without a gap. */
	POSTGRES_MIGRATIONS("public.migrations", "%5$s_create-%4$s.sql", "%1$s"),

	/** Folders. */
	PRISMA("public._prisma_migrations", "%2$s_create_%3$s/migration.sql", "-- CreateTable\n%1$s");

	private static final int FILES = 50;

	private static final int APPLIED = 40;

	private static final long FIRST = 20260101000000L;

	private final String table;

	private final String name;

	private final String text;

	RecordedTool(String table, String name, String text) {
		this.table = table;
		this.name = name;
		this.text = text;
	}

	/** The tool's table. */
	public String table() {
		return this.table;
	}

	/**
	 * Return the file of a number from 1 on.
	 */
	public Path file(Path folder, int number) {
		return folder.resolve(formatted(this.name, number));
	}

	/**
	 * Write all files, each as it was applied; the one that failed without its error.
	 */
	public void writeFiles(Path folder) {
		try {
			for (int number = 1; number <= FILES; number++) {
				Path file = file(folder, number);
				Files.createDirectories(file.getParent());
				Files.writeString(file, formatted(this.text, number));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Bring a database to where the tool has left it.
	 */
	public void restore(TestDatabase database) {
		for (int number = 1; number <= APPLIED; number++) {
			database.execute(create(number));
		}
		try {
			database.execute(
					Files.readString(Path.of("src", "test", "resources", "adopt", "recorded", property() + ".sql")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The name as that of its layout. */
	public String property() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private String formatted(String pattern, int number) {
		String table = table(number);
		return pattern.formatted(create(number), FIRST + number, table, table.replace('_', '-'),
				"%03d".formatted(number));
	}

	private static String create(int number) {
		String table = table(number);
		return "create table " + table + " (id bigint primary key, note text not null default '" + table + "');\n";
	}

	private static String table(int number) {
		return "t_%03d".formatted(number);
	}

	/** All of them. */
	public static List<RecordedTool> all() {
		return Arrays.asList(values());
	}

}
