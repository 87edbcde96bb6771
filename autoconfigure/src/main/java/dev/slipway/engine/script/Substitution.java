package dev.slipway.engine.script;

import java.util.Optional;

interface Substitution {

	static Optional<Substitution> of(ScriptFile file, String head) {
		return Optional.empty();
	}

}
