package dev.slipway.engine.script;

import java.util.List;

import org.jspecify.annotations.Nullable;

final class Markers {

	private Markers() {
	}

	static List<Marker> read(@Nullable Layout layout, String comment) throws ScriptSyntaxException {
		return List.of();
	}

}
