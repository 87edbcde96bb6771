package dev.slipway.benchmarks;

/**
 * One thing that is measured, several times.
 *
 * @param work what is to be done
 * @param tool what does it
 * @param setting under which conditions, such as {@code AOT cache}
 */
record Cell(Work work, Tool tool, String setting) {

	@Override
	public String toString() {
		return this.tool.label() + ": " + this.work.label() + ", " + this.setting;
	}

}
