package dev.slipway.engine.adopt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.adopt.ForeignRow.State;
import dev.slipway.engine.files.Migration;
import org.jspecify.annotations.Nullable;

/**
 * Prisma's table: a row for each try. One that was rolled back says nothing, and one that
 * is neither finished nor rolled back has failed or still runs.
 */
final class PrismaHistory implements ForeignTool {

	/** The length of its checksums; early ones lack zeros. */
	private static final int DIGITS = 64;

	@Override
	public String name() {
		return "Prisma";
	}

	@Override
	public List<String> tables() {
		return List.of("_prisma_migrations");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.has("id", "checksum", "finished_at", "migration_name", "logs", "rolled_back_at", "started_at",
				"applied_steps_count");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select(
				"h.migration_name, h.checksum, h.rolled_back_at, h.logs, " + ForeignTable.time("finished_at")
						+ ", (extract(epoch from h.finished_at - h.started_at) * 1000)::bigint as milliseconds",
				"h.started_at, h.finished_at");
	}

	@Override
	public @Nullable ForeignRow row(ForeignValues values) {
		if (values.text("rolled_back_at") != null) {
			return null;
		}
		String name = values.present("migration_name");
		boolean finished = values.text("finished_at") != null;
		return ForeignRow.ofName(name)
			.withState(finished ? State.APPLIED : (values.text("logs") != null) ? State.FAILED : State.UNFINISHED)
			.withChecksum(values.text("checksum"))
			.applied(values.time("finished_at"), values.milliseconds("milliseconds"), null);
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.folder(file);
	}

	@Override
	public List<String> checksums(ForeignRow row, Migration file) throws IOException {
		List<String> checksums = LineEnds.checksums("SHA-256", file);
		String recorded = row.checksum();
		return (recorded == null || recorded.isEmpty() || recorded.length() == DIGITS) ? checksums
				: withoutZeros(checksums);
	}

	private static List<String> withoutZeros(List<String> checksums) {
		List<String> early = new ArrayList<>();
		for (String checksum : checksums) {
			StringBuilder digits = new StringBuilder();
			for (int i = 0; i < checksum.length(); i += 2) {
				digits.append(Integer.toHexString(Integer.parseInt(checksum.substring(i, i + 2), 16)));
			}
			early.add(digits.toString());
		}
		return early;
	}

	@Override
	public String afterFailure() {
		return "The column logs of its row says why. Take back by hand what it has done and let 'prisma migrate resolve"
				+ " --rolled-back' mark it, or finish it and let '--applied' do so";
	}

	@Override
	public String afterChange() {
		return "write the checksum into its row, for which Prisma has no command";
	}

}
