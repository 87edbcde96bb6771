package dev.slipway.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.slipway.faults.CuttingProxy.Place;
import dev.slipway.faults.TracedScripts.Kind;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPooler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The network is cut around a COMMIT, so that the client cannot know what became of it:
 * the run asks, goes on, and tells the truth.
 */
@FaultSuite
class CutConnectionTests {

	/** What a client sends as text: the data of a COPY is none. */
	private static final List<Kind> KINDS = List.of(Kind.TABLE, Kind.STEPS, Kind.STATEMENTS, Kind.TABLE, Kind.BUILD,
			Kind.SETTINGS);

	private static final List<Place> PLACES = List.of(Place.BEFORE_COMMIT, Place.IN_COMMIT, Place.AFTER_COMMIT,
			Place.AFTER_ANSWER);

	private static final int FILES = 20;

	/** Longer than any statement of these files takes. */
	private static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(4);

	private final Path folder;

	private final Faults faults;

	CutConnectionTests(Faults faults, @TempDir Path folder) {
		this.faults = faults;
		this.folder = folder;
	}

	@Test
	void aCutBeforeCommitIsNotTakenForSuccess() throws Exception {
		this.faults.tryOut(Fault.CUT_BEFORE_COMMIT, (trial) -> cut(trial, Place.BEFORE_COMMIT));
	}

	@Test
	void aCutTogetherWithCommitIsResolved() throws Exception {
		this.faults.tryOut(Fault.CUT_IN_COMMIT, (trial) -> cut(trial, Place.IN_COMMIT));
	}

	@Test
	void aCutAfterCommitIsNotTakenForFailure() throws Exception {
		this.faults.tryOut(Fault.CUT_AFTER_COMMIT, (trial) -> cut(trial, Place.AFTER_COMMIT));
	}

	@Test
	void aCutAfterTheAnswerChangesNothing() throws Exception {
		this.faults.tryOut(Fault.CUT_AFTER_ANSWER, (trial) -> cut(trial, Place.AFTER_ANSWER));
	}

	@Test
	void aCommitThatComesLateCountsOnce() throws Exception {
		this.faults.tryOut(Fault.LATE_COMMIT, (trial) -> cut(trial, Place.BEFORE_LATE_COMMIT));
	}

	@Test
	void aCutOnEitherSideOfAPoolerIsResolved() throws Exception {
		this.faults.tryPooled(Fault.CUT_POOLED, (trial) -> {
			Place place = PLACES.get(trial.random().nextInt(PLACES.size()));
			TracedScripts traced = files(trial);
			boolean before = trial.number() % 2 == 0;
			try (CuttingProxy proxy = proxy(trial, before ? trial.pooled() : trial.database(), traced, place)) {
				if (before) {
					run(trial, proxy, proxy.database(), traced);
				}
				else {
					try (TestPooler pooler = TestPooler.start(proxy.database(), folderOf(trial), 8)) {
						run(trial, proxy, pooler.database(), traced);
					}
				}
			}
		});
	}

	private void cut(Trial trial, Place place) throws Exception {
		TracedScripts traced = files(trial);
		try (CuttingProxy proxy = proxy(trial, trial.database(), traced, place)) {
			run(trial, proxy, proxy.database(), traced);
		}
	}

	private static TracedScripts files(Trial trial) {
		return TracedScripts.mixed(trial.scripts("scripts"), FILES, KINDS);
	}

	private Path folderOf(Trial trial) throws IOException {
		return Files.createDirectories(this.folder.resolve("pooler-" + trial.number()));
	}

	/** Cuts at the COMMIT of any file, or of any part of one that has several. */
	private static CuttingProxy proxy(Trial trial, TestDatabase target, TracedScripts traced, Place place)
			throws IOException {
		List<String> traces = List.copyOf(traced.traces());
		return new CuttingProxy(target, traces.get(trial.random().nextInt(traces.size())), place, delay(trial, place));
	}

	private static Duration delay(Trial trial, Place place) {
		return (place == Place.BEFORE_LATE_COMMIT) ? CLIENT_TIMEOUT.plusMillis(1000 + trial.random().nextInt(3000))
				: Duration.ofNanos(trial.random().nextInt(3_000_000));
	}

	private static void run(Trial trial, CuttingProxy proxy, TestDatabase database, TracedScripts traced) {
		Replica replica = trial.start(database.url() + "?socketTimeout=" + CLIENT_TIMEOUT.toSeconds(),
				database.username(), traced.scripts());
		replica.awaitExit();
		trial.expect(proxy.hasCut(), "nothing was cut");
		trial.expect(replica.hasSucceeded(), "the run did not go on by itself, but ended with " + replica.ending());
		trial.expect(!replica.hasSucceeded() || replica.applied().equals(traced.labels()),
				"reported as applied: " + replica.applied());
		trial.startCleanly(trial.database(), traced.scripts());
		Checks.allApplied(trial.database(), traced, trial::violation);
	}

}
