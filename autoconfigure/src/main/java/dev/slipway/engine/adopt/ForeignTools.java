package dev.slipway.engine.adopt;

import java.util.List;
import java.util.Optional;

/**
 * The tools whose histories can be taken over, in the order in which they are tried.
 */
final class ForeignTools {

	/** Those whose tables have few columns come last. */
	static final List<ForeignTool> ALL = List.of(new SlipwayHistory(), new FlywayHistory(), new LiquibaseHistory());

	private ForeignTools() {
	}

	/** The tool that keeps a table, if one does. */
	static Optional<ForeignTool> of(ForeignTable table) {
		return ALL.stream().filter((tool) -> tool.keeps(table)).findFirst();
	}

}
