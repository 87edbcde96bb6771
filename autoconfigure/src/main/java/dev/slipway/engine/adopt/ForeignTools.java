package dev.slipway.engine.adopt;

import java.util.List;
import java.util.Optional;

/**
 * The tools whose histories can be taken over, in the order in which they are tried.
 */
final class ForeignTools {

	/** Those whose tables have few columns come last. */
	static final List<ForeignTool> ALL = List.of(new SlipwayHistory(), new FlywayHistory(), new LiquibaseHistory(),
			new PrismaHistory(), new AtlasHistory(), new EvolveHistory(), new SqlxHistory(), new GooseHistory(),
			new SupabaseHistory(), new PostgresMigrationsHistory(), new GraphileMigrateHistory(), new RefineryHistory(),
			new PostgratorHistory(), new BunHistory(), new DbMigrateHistory(), new NodePgMigrateHistory(),
			new YoyoHistory(), new MybatisHistory(), new SqlMigrateHistory(), new DieselHistory(), new ShmigHistory(),
			new EctoHistory(), new GolangMigrateHistory(), new TernHistory(), new RamblerHistory(), new PopHistory(),
			new RailsHistory(), new DbmateHistory());

	private ForeignTools() {
	}

	/** The tool that keeps a table, if one does. */
	static Optional<ForeignTool> of(ForeignTable table) {
		return ALL.stream().filter((tool) -> tool.keeps(table)).findFirst();
	}

}
