package dev.slipway.boot.command;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.AdoptionReport;
import dev.slipway.Migrator;

/**
 * Takes over the history of another tool, or gives it back. All services are looked at
 * before one of them is written.
 */
final class AdoptCommand {

	private AdoptCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		boolean undo = call.line().has(CommandOption.UNDO);
		List<AdoptionReport> reports = run(call, undo, false);
		return new AdoptionResult(call.line().has(CommandOption.CONFIRM) ? run(call, undo, true) : reports);
	}

	private static List<AdoptionReport> run(CommandWork.Call call, boolean undo, boolean write) {
		List<AdoptionReport> reports = new ArrayList<>();
		for (Migrator service : call.services()) {
			if (undo) {
				reports.add(service.undoAdoption(write));
			}
			else {
				reports.add(write ? service.adopt(call.all()) : service.showAdoption(call.all()));
			}
		}
		return reports;
	}

}
