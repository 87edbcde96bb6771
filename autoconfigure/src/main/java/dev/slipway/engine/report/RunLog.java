package dev.slipway.engine.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.slipway.MigrationReport;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.AppliedInRun;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.history.RenumberedRow;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.plan.Plan;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.Redaction;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Tells the person on call what a run does: a line per applied migration, and one at the
 * end.
 */
public final class RunLog {

	private static final LineLog logger = LineLog.ofRuns();

	private final String service;

	private final AppliedInRun applied;

	private final Set<Long> logged = new HashSet<>();

	public RunLog(String service, AppliedInRun applied) {
		this.service = service;
		this.applied = applied;
	}

	/**
	 * A process that is ended before the first file is applied has said what it began.
	 */
	public void begin(List<Migration> pending) {
		logger.info(new ServiceName(this.service) + " has " + pending.size() + " pending "
				+ ((pending.size() == 1) ? "migration: '" : "migrations: '") + pending.get(0).label()
				+ ((pending.size() == 1) ? "'" : "' to '" + pending.get(pending.size() - 1).label() + "'"));
		for (Migration migration : pending) {
			migration.undoProblem()
				.ifPresent((problem) -> logger.warn(new ServiceName(this.service) + ": '" + migration.label()
						+ "' cannot be undone once it is applied: " + FailureReport.onOneLine(problem.description())));
		}
		for (Migration migration : pending) {
			for (String placeholder : migration.script().parsed().unreplaced()) {
				logger.warn(new ServiceName(this.service) + ": " + placeholder
						+ " is not replaced, although it has a value"
						+ " in slipway.placeholders. To replace it, begin the file with '-- slipway: placeholders' or set"
						+ " slipway.placeholder-replacement=true; to leave it, begin the file with '-- slipway: no-placeholders'");
			}
		}
		List<Version> versions = pending.stream().map(Migration::version).filter(Objects::nonNull).toList();
		List<Version> pair = this.applied.set().order().unlikeNumbers(versions);
		if (!pair.isEmpty()) {
			logger.info(new ServiceName(this.service) + " runs version " + pair.get(0) + " before " + pair.get(1)
					+ ": timestamps of different lengths run by time, not by number");
		}
	}

	/** Say what of the files is left alone. */
	public void warnOfFiles() {
		for (String warning : this.applied.set().warnings()) {
			logger.warn(new ServiceName(this.service) + ": " + warning);
		}
	}

	/**
	 * Say who else may write to the history table: what counts as applied is theirs too.
	 */
	public void warnOfUntrustedWriters(HistoryTable table, History history) {
		if (history.writers() != null) {
			logger.warn(new ServiceName(this.service) + ": other roles may change the history in " + table.qualified()
					+ ", and with it what counts as applied: " + Redaction.names(history.writers())
					+ ". Take INSERT, UPDATE,"
					+ " DELETE, TRUNCATE and TRIGGER on it, and the membership in roles that have these, from those who are not"
					+ " to be trusted; slipway.trusted-roles names those who are");
		}
	}

	/**
	 * Say what was applied, each once: also what was before a failure.
	 * @return what was not said before
	 */
	public List<MigrationReport.Applied> applied(History history) {
		List<MigrationReport.Applied> newly = new ArrayList<>();
		for (HistoryRow row : this.applied.rows(history)) {
			if (this.logged.add(row.id())) {
				MigrationReport.Applied one = this.applied.applied(row);
				logger.info(new ServiceName(this.service) + " applied '" + one.label() + "' in "
						+ one.duration().toMillis() + " ms");
				newly.add(one);
			}
		}
		return newly;
	}

	/** Say which rows have the versions of their files now. */
	public void recorded(List<RenumberedRow> rows, History history) {
		List<String> recorded = new ArrayList<>();
		for (RenumberedRow row : rows) {
			if (row.isRecordedIn(history)) {
				recorded.add(row.toString());
			}
		}
		if (!recorded.isEmpty()) {
			logger.info(new ServiceName(this.service) + " has recorded the versions that applied files have now, and"
					+ " run nothing again: " + Listing.of(recorded));
		}
	}

	/** Say which rows do not have the versions of their files. */
	private void sayRenumbered(Plan plan) {
		List<String> mine = new ArrayList<>();
		List<String> theirs = new ArrayList<>();
		for (RenumberedRow row : plan.renumbered()) {
			(row.isToBeRecorded() ? mine : theirs).add(row.toString());
		}
		if (!mine.isEmpty()) {
			logger.info(new ServiceName(this.service) + ": applied files have other versions now, which the next start"
					+ " in mode 'migrate' records: " + Listing.of(mine));
		}
		if (!theirs.isEmpty()) {
			logger.info(new ServiceName(this.service) + ": a newer release has given other versions to applied files,"
					+ " and this one still has the timestamps: " + Listing.of(theirs));
		}
	}

	/**
	 * Say how a run has ended, and report it.
	 * @param hadPending whether anything was pending at its start
	 */
	public MigrationReport report(Plan plan, boolean hadPending, Duration duration) {
		String newest = newest(plan.history());
		List<String> ahead = new ArrayList<>();
		for (Version version : plan.ahead()) {
			ahead.add(version.canonical());
		}
		List<String> aboveTarget = new ArrayList<>();
		for (Migration migration : plan.aboveTarget()) {
			aboveTarget.add(migration.label());
		}
		MigrationReport report = new MigrationReport(this.service, newest, this.applied.in(plan.history()), ahead,
				aboveTarget, duration, Instant.now());
		logger
			.info(new ServiceName(this.service) + (aboveTarget.isEmpty() ? " is up to date" : " has reached its target")
					+ ((newest != null) ? " at version " + newest : "") + ": " + outcome(report, hadPending)
					+ duration.toMillis() + " ms" + ahead(plan)
					+ (aboveTarget.isEmpty() ? "" : " (above it stay pending: " + Listing.ofRow(aboveTarget) + ")"));
		if (!plan.renumbered().isEmpty()) {
			sayRenumbered(plan);
		}
		return report;
	}

	private @Nullable String newest(History history) {
		MigrationSet set = this.applied.set();
		if (!history.asFiles()) {
			return history.newest(set.order());
		}
		return set.newestVersioned();
	}

	private static String outcome(MigrationReport report, boolean hadPending) {
		if (!report.applied().isEmpty()) {
			return report.applied().size() + " applied in ";
		}
		return hadPending ? "applied by another process, waited for it " : "nothing to apply in ";
	}

	/** The database may be ahead of a release that was rolled out again. */
	private static String ahead(Plan plan) {
		if (plan.ahead().isEmpty()) {
			return "";
		}
		List<String> left = plan.keptRepeatables().stream().map(Migration::label).toList();
		return " (the database is ahead of this release, which has no files of ["
				+ Listing.of(plan.ahead().stream().map(Version::toString).toList()) + "]"
				+ (left.isEmpty() ? "" : "; left as the newer release made them: [" + Listing.of(left) + "]") + ")";
	}

}
