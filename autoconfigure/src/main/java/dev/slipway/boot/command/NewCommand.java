package dev.slipway.boot.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.Migrator;
import dev.slipway.engine.text.RefusedException;
import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Writes the next file of a service.
 */
final class NewCommand {

	private NewCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		Migrator service = one(call);
		try {
			return new Written(service.getOptions().service(), service.newMigration(name(call.line()), call.all()));
		}
		catch (RefusedException ex) {
			throw refusal(ex);
		}
	}

	/** Return why the files of a source folder are left as they are. */
	static CommandRefusedException refusal(RefusedException ex) {
		return new CommandRefusedException(String.valueOf(ex.getMessage()), ex.action(), CommandExit.FAILED);
	}

	/**
	 * Return the only service of a command that is for one.
	 * @throws CommandRefusedException if there are several
	 */
	static Migrator one(CommandWork.Call call) {
		if (call.services().size() == 1) {
			return call.services().get(0);
		}
		List<String> names = call.services().stream().map((each) -> each.getOptions().service()).toList();
		throw call.line()
			.refuse("it is for one service. Name it with " + CommandOption.SERVICE.usage() + ", one of "
					+ Listing.of(names) + ".");
	}

	private static String name(CommandLine line) {
		String name = line.value(CommandOption.NAME);
		String words = String.join(" ", line.words());
		if (name != null && !words.isBlank()) {
			throw line.refuse("the name is said twice, as '" + name + "' and as '" + words + "'.");
		}
		if (name == null && words.isBlank()) {
			throw line.refuse("it needs a name, as in --slipway.command=new add_orders.");
		}
		return (name != null) ? name : words;
	}

	/**
	 * What was written.
	 *
	 * @param service the name of the service
	 * @param files the files, that of the migration first
	 */
	record Written(String service, List<Path> files) implements CommandResult {

		@Override
		public void print(Printout out) {
			for (Path file : this.files) {
				out.line(new ServiceName(this.service) + " has the new file " + file);
			}
		}

		@Override
		public Map<String, @Nullable Object> json() {
			Map<String, @Nullable Object> json = new LinkedHashMap<>();
			json.put("service", this.service);
			json.put("files", this.files.stream().map(Path::toString).toList());
			return json;
		}

	}

}
