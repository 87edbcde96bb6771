package dev.slipway.benchmarks;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoundsTests {

	private static final Cell FIRST = new Cell(Work.applied(1), Tool.SLIPWAY, "a");

	private static final Cell SECOND = new Cell(Work.applied(1), Tool.FLYWAY, "a");

	private final Samples samples = new Samples();

	private final List<Cell> measured = new ArrayList<>();

	@Test
	void everySecondRoundGoesBackwards() throws InterruptedException {
		run(Duration.ofDays(1));
		assertThat(this.measured).containsExactly(FIRST, SECOND, SECOND, FIRST, FIRST, SECOND);
		assertThat(this.samples.count(SECOND)).isEqualTo(3);
	}

	@Test
	void cellThatHasUsedItsTimeIsMeasuredOnce() throws InterruptedException {
		run(Duration.ofNanos(1));
		assertThat(this.measured).containsExactly(FIRST, SECOND);
	}

	@Test
	void cellThatFailsIsNotedAndNotTriedAgain() throws InterruptedException {
		rounds(Duration.ofDays(1)).run(List.of(FIRST), this.samples, (cell) -> {
			this.measured.add(cell);
			throw new IllegalStateException("no server");
		});
		assertThat(this.measured).containsExactly(FIRST);
		assertThat(this.samples.failure(FIRST)).isEqualTo("no server");
	}

	@Test
	void cellThatCannotBePreparedIsNotMeasured() throws InterruptedException {
		rounds(Duration.ofDays(1)).prepare(List.of(FIRST), this.samples, (cell) -> {
			throw new IllegalStateException("no files");
		});
		run(Duration.ofDays(1));
		assertThat(this.measured).containsExactly(SECOND, SECOND, SECOND);
		assertThat(this.samples.failure(FIRST)).isEqualTo("no files");
	}

	private void run(Duration timePerCell) throws InterruptedException {
		rounds(timePerCell).run(List.of(FIRST, SECOND), this.samples, (cell) -> {
			this.measured.add(cell);
			return Map.of(Metric.MILLISECONDS, 1.0);
		});
	}

	private static Rounds rounds(Duration timePerCell) {
		return new Rounds(3, timePerCell, new PrintStream(OutputStream.nullOutputStream()));
	}

}
