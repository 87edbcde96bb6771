package dev.slipway.engine.execute.recovery;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import dev.slipway.engine.execute.ScriptConnection;
import dev.slipway.engine.execute.Stop;
import dev.slipway.engine.postgres.Poll;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.RunTag;
import dev.slipway.engine.postgres.ServerSession;
import dev.slipway.engine.text.Redaction;

/**
 * Statements that still run although the process that sent them was killed: the server
 * notices a dead client only when it has something to say to it.
 */
final class OrphanedStatements {

	/** How long a client that only seemed dead has to send its next statement. */
	private static final Duration GRACE = Duration.ofMillis(500);

	private final ScriptConnection work;

	private final String tag;

	/** Who was seen last. */
	private String seen = "";

	OrphanedStatements(ScriptConnection work, String runId) {
		this.work = work;
		this.tag = RunTag.of(runId);
	}

	/**
	 * Wait until nothing of a run is active any more: its statement must not run twice at
	 * the same time.
	 * @param waiting who waits for what, for the log
	 * @param deadline when to give up
	 * @return false when the deadline passed
	 */
	boolean await(String waiting, long deadline) throws Stop, InterruptedException {
		long begin = System.nanoTime();
		return Poll.whileLasting(() -> isBusy(begin), waiting, () -> this.seen, deadline);
	}

	/** Who was waited for: everybody may write such a tag. */
	String seen() {
		return this.seen;
	}

	private boolean isBusy(long begin) throws Stop {
		List<List<String>> states = this.work
			.query("""
					select a.state, pg_catalog.concat(%2$s, ', ', a.state, ' since ', a.state_change)
					from pg_catalog.pg_stat_activity a
					where pg_catalog.starts_with(a.query, %1$s) and a.pid operator(pg_catalog.<>) pg_catalog.pg_backend_pid()
					and a.datname operator(pg_catalog.=) pg_catalog.current_database()"""
				.formatted(Quote.literal(this.tag), ServerSession.asText("a.pid", "a")));
		this.seen = Redaction.names(states.stream().map((state) -> state.get(1)).collect(Collectors.joining(" and ")));
		boolean idle = states.stream().allMatch((state) -> state.get(0).equals("idle"));
		return !states.isEmpty() && (!idle || System.nanoTime() - begin < GRACE.toNanos());
	}

}
