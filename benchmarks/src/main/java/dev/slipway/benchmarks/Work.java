package dev.slipway.benchmarks;

/**
 * What is to be done: files, and whether they are applied already.
 *
 * @param applied whether all are applied, so that nothing is pending
 * @param files how many files there are
 * @param statements how many statements each has
 */
record Work(boolean applied, int files, int statements) {

	static Work applied(int files) {
		return new Work(true, files, 1);
	}

	static Work pending(int files, int statements) {
		return new Work(false, files, statements);
	}

	String label() {
		if (this.applied) {
			return "nothing pending, %,d applied".formatted(this.files);
		}
		return (this.statements == 1) ? "%,d pending files of one statement".formatted(this.files)
				: "%,d pending files of %d statements".formatted(this.files, this.statements);
	}

}
