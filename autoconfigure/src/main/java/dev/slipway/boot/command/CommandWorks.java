package dev.slipway.boot.command;

/**
 * Which class does the work of which command.
 */
final class CommandWorks {

	private CommandWorks() {
	}

	static CommandWork of(Command command) {
		return switch (command) {
			case MIGRATE -> MigrateCommand::run;
			case VALIDATE -> ValidateCommand::run;
			case STATUS -> StatusCommand::run;
			case PLAN -> PlanCommand::run;
			case UNDO -> UndoCommand::run;
			case REHEARSE_UNDO -> RehearseUndoCommand::run;
			case REPAIR -> RepairCommand::run;
			case BASELINE -> BaselineCommand::run;
			case ADOPT -> AdoptCommand::run;
			case RESET -> ResetCommand::run;
			case NEW -> NewCommand::run;
			case RENUMBER -> RenumberCommand::run;
			case HELP -> (call) -> new HelpText();
		};
	}

}
