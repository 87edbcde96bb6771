package dev.slipway.benchmarks;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StatisticsTests {

	private static final Cell CELL = new Cell(Work.applied(1), Tool.SLIPWAY, "a");

	private static final Cell OTHER = new Cell(Work.applied(1), Tool.FLYWAY, "a");

	private final Samples samples = new Samples();

	@Test
	void medianIsTheOneInTheMiddleOrTheMeanOfTheTwoThere() {
		assertThat(Statistics.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
		assertThat(Statistics.median(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(3);
		assertThat(Statistics.median(List.of())).isNaN();
	}

	@Test
	void ratioComparesOnlyWithinARound() {
		add(CELL, 0, 10);
		add(OTHER, 0, 20);
		add(CELL, 1, 100);
		add(OTHER, 1, 400);
		add(CELL, 2, 30);
		add(OTHER, 3, 1);
		assertThat(this.samples.ratio(CELL, OTHER, Metric.MILLISECONDS)).isEqualTo(0.375);
		assertThat(this.samples.difference(CELL, OTHER, Metric.MILLISECONDS)).isEqualTo(-155);
		assertThat(this.samples.median(CELL, Metric.MILLISECONDS)).isEqualTo(30);
	}

	@Test
	void whatWasNotMeasuredIsNoNumber() {
		assertThat(this.samples.median(CELL, Metric.MILLISECONDS)).isNaN();
		assertThat(this.samples.ratio(CELL, OTHER, Metric.MILLISECONDS)).isNaN();
		assertThat(Numbers.ratio(Double.NaN)).isEqualTo(Numbers.milliseconds(Double.NaN)).isEqualTo(Numbers.NONE);
	}

	private void add(Cell cell, int round, double milliseconds) {
		this.samples.add(cell, round, Map.of(Metric.MILLISECONDS, milliseconds));
	}

}
