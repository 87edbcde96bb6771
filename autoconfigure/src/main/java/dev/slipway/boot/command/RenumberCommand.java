package dev.slipway.boot.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.Migrator;
import dev.slipway.engine.text.RefusedException;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Gives files with timestamps the next plain numbers.
 */
final class RenumberCommand {

	private RenumberCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		try {
			Map<String, Map<Path, Path>> services = look(call, false);
			boolean confirmed = call.line().has(CommandOption.CONFIRM);
			return new Renamed(confirmed ? look(call, true) : services, confirmed);
		}
		catch (RefusedException ex) {
			throw NewCommand.refusal(ex);
		}
	}

	/** All services are looked at before a file of any is renamed. */
	private static Map<String, Map<Path, Path>> look(CommandWork.Call call, boolean confirmed) {
		Map<String, Map<Path, Path>> services = new LinkedHashMap<>();
		for (Migrator service : call.services()) {
			services.put(service.getOptions().service(), service.renumber(confirmed, call.all()));
		}
		return services;
	}

	/**
	 * What was renamed, or would be.
	 *
	 * @param services the new paths by the old ones, by service
	 * @param confirmed whether it was done
	 */
	record Renamed(Map<String, Map<Path, Path>> services, boolean confirmed) implements CommandResult {

		@Override
		public void print(Printout out) {
			int files = 0;
			for (Map.Entry<String, Map<Path, Path>> service : this.services.entrySet()) {
				files += service.getValue().size();
				out.line(new ServiceName(service.getKey()) + (service.getValue().isEmpty()
						? " has no file with a timestamp"
						: this.confirmed ? " has given numbers to its files" : " would give numbers to its files"));
				out.table(service.getValue()
					.entrySet()
					.stream()
					.map((rename) -> List.of("  " + rename.getKey(), "-> " + rename.getValue().getFileName()))
					.toList());
			}
			if (!this.confirmed && files > 0) {
				out.line("Nothing was renamed. Add " + CommandOption.CONFIRM.usage() + " to rename the files.");
			}
		}

		@Override
		public Map<String, @Nullable Object> json() {
			Map<String, @Nullable Object> json = new LinkedHashMap<>();
			json.put("confirmed", this.confirmed);
			json.put("services", this.services.entrySet().stream().map(Renamed::json).toList());
			return json;
		}

		private static Map<String, @Nullable Object> json(Map.Entry<String, Map<Path, Path>> service) {
			Map<String, @Nullable Object> json = new LinkedHashMap<>();
			json.put("service", service.getKey());
			json.put("renamed",
					service.getValue()
						.entrySet()
						.stream()
						.map((each) -> Map.of("from", each.getKey().toString(), "to", each.getValue().toString()))
						.toList());
			return json;
		}

	}

}
