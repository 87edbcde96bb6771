package dev.slipway.boot.command;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import dev.slipway.MigratorOptions;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.ServerQuery;
import dev.slipway.engine.run.BaselineComparison;
import dev.slipway.engine.text.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Has PostgreSQL's own {@code pg_dump} write what the schemas of a service hold, without
 * its rows, as a file. The password is in no argument, which every user of the machine
 * can see.
 */
final class DatabaseDump {

	private static final String PROGRAM = "pg_dump";

	private static final String OTHER_SCHEMAS = """
			select n.nspname from pg_catalog.pg_namespace n where not pg_catalog.starts_with(n.nspname::pg_catalog.text, 'pg_')
			and n.nspname::pg_catalog.text operator(pg_catalog.<>) 'information_schema' order by 1""";

	private final Login login;

	private final List<String> options;

	private final Path file;

	private DatabaseDump(Login login, List<String> options, Path file) {
		this.login = login;
		this.options = options;
		this.file = file;
	}

	/**
	 * Prepare a dump.
	 * @param dataSource leads to the database
	 * @param options the options of the service
	 * @param file the file to write
	 * @throws RefusedException if the file exists, or the DataSource does not tell how it
	 * logs in
	 */
	static DatabaseDump of(DataSource dataSource, MigratorOptions options, Path file) {
		if (Files.exists(file)) {
			throw new RefusedException(file + " exists already.", "Name another file, or take this one away.");
		}
		Login login = Login.of(dataSource);
		if (login == null) {
			throw new RefusedException("The DataSource does not tell how it logs in, so that pg_dump cannot.",
					"Set slipway.url, slipway.username and slipway.password for migrations, or run pg_dump --schema-only"
							+ " yourself, and keep what it writes as " + file + ".");
		}
		try (BorrowedConnection session = new BorrowedConnection(options.service(), dataSource)) {
			HistoryReader reader = HistoryReader.of(options);
			HistoryTable table = reader.table(reader.read(session));
			List<String> own = new BaselineComparison(options, table).schemas();
			List<String> arguments = new ArrayList<>(
					List.of("--schema-only", "--no-owner", "--no-privileges", "--exclude-table", table.qualified()));
			for (String schema : ServerQuery.list(session.connection(), OTHER_SCHEMAS, (row) -> row.getString(1))) {
				if (!own.contains(schema)) {
					arguments.addAll(List.of("--exclude-schema", Quote.identifier(schema)));
				}
			}
			return new DatabaseDump(login, arguments, file);
		}
		catch (SQLException ex) {
			throw new RefusedException("The schemas of the database cannot be read: " + ex.getMessage() + ".",
					"See that the database can be read.");
		}
	}

	/** The command, as a person can run it elsewhere. */
	String command() {
		return arguments(this.file).stream()
			.map((argument) -> argument.matches("[\\w./:,=@%+-]+") ? argument
					: "'" + argument.replace("'", "'\\''") + "'")
			.collect(Collectors.joining(" "));
	}

	private List<String> arguments(Path target) {
		List<String> arguments = new ArrayList<>(List.of(PROGRAM, "--no-password", "--host", this.login.host(),
				"--port", this.login.port(), "--username", this.login.user(), "--dbname", this.login.database()));
		arguments.addAll(this.options);
		arguments.addAll(List.of("--file", target.toString()));
		return arguments;
	}

	/**
	 * Write the file.
	 * @throws RefusedException if {@code pg_dump} is not there, or fails; no file is left
	 */
	void write() {
		if (!isInstalled()) {
			throw new RefusedException(
					"pg_dump is not on the path of this machine. Nothing was written. The command to run elsewhere: "
							+ command(),
					"Install PostgreSQL's client programs here, of the server's version or newer, or run the command where"
							+ " they are.");
		}
		Path part = this.file.resolveSibling("." + this.file.getFileName() + ".part");
		try {
			Files.createDirectories(part.toAbsolutePath().getParent());
			String said = run(part);
			if (said != null) {
				throw new RefusedException(
						"pg_dump has failed: " + said.strip() + " Nothing was written. The command was: " + command(),
						"It must be of the server's version or newer, and be able to log in as the application does.");
			}
			// Another process may have written it meanwhile.
			Files.move(part, this.file);
		}
		catch (IOException ex) {
			throw new RefusedException(this.file + " cannot be written: " + ex.getMessage() + ".",
					"See that the folder can be written to, and that no file has its name.");
		}
		finally {
			delete(part);
		}
	}

	private static void delete(Path part) {
		try {
			Files.deleteIfExists(part);
		}
		catch (IOException ex) {
			throw new RefusedException(part + " cannot be deleted: " + ex.getMessage() + ".", "Delete it.");
		}
	}

	/** What it said when it failed, {@code null} when it did not. */
	private @Nullable String run(Path target) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(arguments(target)).redirectErrorStream(true);
		Map<String, String> environment = builder.environment();
		if (this.login.password() != null) {
			environment.put("PGPASSWORD", this.login.password());
		}
		if (this.login.sslMode() != null) {
			environment.put("PGSSLMODE", this.login.sslMode().toLowerCase(Locale.ROOT));
		}
		Process process = builder.start();
		process.getOutputStream().close();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		try {
			return (process.waitFor() == 0) ? null : said;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return "it was interrupted.";
		}
		finally {
			process.destroy();
		}
	}

	private static boolean isInstalled() {
		String path = System.getenv("PATH");
		return Stream.of(((path != null) ? path : "").split(File.pathSeparator))
			.filter((folder) -> !folder.isBlank())
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, PROGRAM))
					|| Files.isExecutable(Path.of(folder, PROGRAM + ".exe")));
	}

}
