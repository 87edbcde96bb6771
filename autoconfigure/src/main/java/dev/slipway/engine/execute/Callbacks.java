package dev.slipway.engine.execute;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.slipway.engine.files.Callback;
import dev.slipway.engine.files.Callback.Event;
import dev.slipway.engine.script.Script;

/**
 * The scripts that run in the transactions of migrations.
 *
 * @param all the callbacks, those of one event in their order
 */
record Callbacks(List<Callback> all) {

	/** A script with those that run before and after each migration. */
	List<Script> around(Script script) {
		List<Script> scripts = new ArrayList<>();
		scripts(Event.BEFORE_EACH_MIGRATE).forEach(scripts::add);
		scripts.add(script);
		scripts(Event.AFTER_EACH_MIGRATE).forEach(scripts::add);
		return scripts;
	}

	private Stream<Script> scripts(Event event) {
		return this.all.stream().filter((callback) -> callback.event() == event).map(Callback::script);
	}

}
