package dev.slipway.engine.script;

import org.jspecify.annotations.Nullable;

record Marker(@Nullable Layout layout, Meaning meaning) {

	enum Meaning {

		UP, DOWN, STATEMENT_BEGIN, STATEMENT_END, NO_TRANSACTION, SUBSTITUTE_ON, SUBSTITUTE_OFF, UNDO, PLACEHOLDERS,
		NO_PLACEHOLDERS

	}

}
