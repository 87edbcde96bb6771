package dev.slipway.boot.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.MigrationListener;
import dev.slipway.Migrator;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Drops what the services own, and migrates from nothing.
 */
final class ResetCommand {

	private ResetCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		List<Owned> services = new ArrayList<>();
		for (Migrator service : call.services()) {
			services.add(new Owned(service.getOptions().service(), service.owned(call.services()),
					service.untold(call.all())));
		}
		if (!call.line().has(CommandOption.CONFIRM)) {
			return new Dropped(services, null);
		}
		List<MigrationListener> progress = RunProgress.of(call.line());
		Migrator.resetAll(call.all(), call.services(), progress);
		return new Dropped(services, new RunResult(Command.MIGRATE,
				Migrator.migrateAll(call.all(), call.services(), progress, call.parallelism())));
	}

	/**
	 * What a service owns.
	 *
	 * @param service the name of the service
	 * @param objects kind and name of each object
	 * @param untold the migrations of which nobody knows what they have made
	 */
	record Owned(String service, List<String> objects, List<String> untold) {

		void print(Printout out, boolean done) {
			ServiceName name = new ServiceName(this.service);
			if (this.objects.isEmpty()) {
				out.line(name + " owns nothing: it has no history.");
				return;
			}
			out.line(name + (done ? " has dropped:" : " would drop:"));
			this.objects.forEach((object) -> out.line("  " + object));
			if (!this.untold.isEmpty()) {
				out.line("  It is refused, because the history does not tell what these have made: "
						+ String.join(", ", this.untold));
			}
		}

		Map<String, @Nullable Object> json() {
			Map<String, @Nullable Object> json = new LinkedHashMap<>();
			json.put("service", this.service);
			json.put("objects", this.objects);
			json.put("notRecorded", this.untold);
			return json;
		}

	}

	/**
	 * What was dropped, or would be.
	 *
	 * @param services what each service owns
	 * @param migrated what was applied afterwards; {@code null} when nothing was dropped
	 */
	record Dropped(List<Owned> services, @Nullable RunResult migrated) implements CommandResult {

		@Override
		public void print(Printout out) {
			this.services.forEach((service) -> service.print(out, this.migrated != null));
			if (this.migrated != null) {
				this.migrated.print(out);
			}
			else if (this.services.stream().anyMatch((service) -> !service.untold().isEmpty())) {
				out.line("Nothing was dropped, and " + CommandOption.CONFIRM.usage()
						+ " would drop nothing either: drop"
						+ " by hand what these migrations have made, together with the history table, and run the command"
						+ " migrate; or begin with a new database.");
			}
			else {
				out.line("Nothing was dropped. Add " + CommandOption.CONFIRM.usage()
						+ " to drop this and migrate from nothing.");
			}
		}

		@Override
		public Map<String, @Nullable Object> json() {
			Map<String, @Nullable Object> json = new LinkedHashMap<>();
			json.put("dropped", this.migrated != null);
			json.put("owned", this.services.stream().map(Owned::json).toList());
			json.put("services", (this.migrated != null) ? this.migrated.json().get("services") : List.of());
			return json;
		}

	}

}
