package dev.slipway.boot.command;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.DatabaseException;
import dev.slipway.Migrator;
import dev.slipway.ServerError;
import dev.slipway.engine.run.ScratchDatabase;
import dev.slipway.engine.text.RefusedException;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Records migrations as applied that the database already has, or writes what the
 * database has as the first of them.
 */
final class BaselineCommand {

	private BaselineCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		String dump = call.line().value(CommandOption.DUMP);
		String target = call.line().value(CommandOption.TARGET);
		if ((dump == null) == (target == null)) {
			throw call.line()
				.refuse("it needs either the version of the last file that the database has, "
						+ CommandOption.TARGET.usage() + ", or the file to write, " + CommandOption.DUMP.usage() + ".");
		}
		if (dump != null && call.line().has(CommandOption.CONFIRM)) {
			throw call.line()
				.refuse(CommandOption.CONFIRM.usage() + " is for what is recorded, and a dump records nothing.");
		}
		Migrator service = NewCommand.one(call);
		try {
			return (target == null) ? dump(service, call, String.valueOf(dump)) : record(service, call,
					UndoCommand.version(call.line(), target), call.line().has(CommandOption.CONFIRM));
		}
		catch (RefusedException ex) {
			throw NewCommand.refusal(ex);
		}
	}

	private static CommandResult dump(Migrator service, CommandWork.Call call, String name) {
		Path file = Path.of(name);
		if (file.getNameCount() == 1) {
			file = service.sourceFolder(call.all()).resolve(name);
		}
		file = file.toAbsolutePath().normalize();
		DatabaseDump.of(service.getDataSource(), service.getOptions(), file).write();
		return new Dumped(service.getOptions().service(), file);
	}

	private static CommandResult record(Migrator service, CommandWork.Call call, String target, boolean confirmed) {
		List<String> labels = service.baseline(target, false, call.all());
		List<String> differences = new ArrayList<>();
		String uncompared = null;
		ScratchDatabase empty = null;
		try {
			empty = ScratchDatabase.beside(service.getDataSource(), service.getOptions(),
					List.of(service.getOptions()));
		}
		catch (DatabaseException ex) {
			uncompared = (ex.getCause() instanceof SQLException cause) ? ServerError.of(cause).message()
					: "the DataSource does not tell how it connects";
		}
		if (empty != null) {
			try (ScratchDatabase open = empty) {
				differences.addAll(service.compareBaseline(target, open.dataSource(), call.all()));
			}
		}
		boolean recorded = confirmed && differences.isEmpty();
		if (recorded) {
			service.baseline(target, true, call.all());
		}
		return new Recorded(service.getOptions().service(), labels, differences, uncompared, recorded);
	}

	/**
	 * A file that was written.
	 *
	 * @param service the name of the service
	 * @param file the file
	 */
	record Dumped(String service, Path file) implements CommandResult {

		@Override
		public void print(Printout out) {
			out.line(new ServiceName(this.service) + " has the new file " + this.file);
			out.line("Build the application with it, and record it: --slipway.command=baseline "
					+ CommandOption.TARGET.usage());
		}

		@Override
		public Map<String, @Nullable Object> json() {
			Map<String, @Nullable Object> json = new LinkedHashMap<>();
			json.put("service", this.service);
			json.put("file", this.file.toString());
			return json;
		}

	}

	/**
	 * What was recorded, or would be.
	 *
	 * @param service the name of the service
	 * @param migrations the labels of the migrations
	 * @param differences a text for each object that differs between what the files make
	 * and what the database has
	 * @param uncompared why both were not compared; {@code null} when they were
	 * @param recorded whether the migrations were recorded
	 */
	record Recorded(String service, List<String> migrations, List<String> differences, @Nullable String uncompared,
			boolean recorded) implements CommandResult {

		@Override
		public int exitCode() {
			return this.differences.isEmpty() ? CommandExit.DONE : CommandExit.PENDING_OR_INVALID;
		}

		@Override
		public void print(Printout out) {
			out.line(new ServiceName(this.service) + (this.recorded ? " has recorded as applied, without running it:"
					: " would record as applied, without running it:"));
			this.migrations.forEach((label) -> out.line("  " + label));
			for (String difference : this.differences) {
				difference.lines().forEach((line) -> out.line("  " + line));
			}
			if (!this.differences.isEmpty()) {
				out.line("Nothing was recorded: "
						+ ((this.differences.size() == 1) ? "1 object differs"
								: this.differences.size() + " objects differ")
						+ " between what the files make in an empty database and what this one has. Make them alike.");
				return;
			}
			out.line((this.uncompared == null) ? "The files make in an empty database what this one has."
					: "What the files make was not compared with what the database has, since no empty database could be"
							+ " made: " + this.uncompared + ".");
			if (!this.recorded) {
				out.line("Nothing was recorded. Add " + CommandOption.CONFIRM.usage() + " to record it.");
			}
		}

		@Override
		public Map<String, @Nullable Object> json() {
			Map<String, @Nullable Object> json = new LinkedHashMap<>();
			json.put("service", this.service);
			json.put("migrations", this.migrations);
			json.put("differences", this.differences);
			json.put("uncompared", this.uncompared);
			json.put("recorded", this.recorded);
			return json;
		}

	}

}
