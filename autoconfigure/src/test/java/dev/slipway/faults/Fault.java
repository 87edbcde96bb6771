package dev.slipway.faults;

/**
 * Everything that may happen to a fleet while it migrates, and how often the suite lets
 * it happen: the rows of its table, in their order.
 */
enum Fault {

	RACE_DIRECTLY("16 replicas start together, 100 files, directly", 4, 1),

	RACE_POOLED("16 replicas start together, 100 files, through PgBouncer", 4, 1),

	RACE_MIXED("16 replicas start together, 100 files, half of them through PgBouncer", 4, 1),

	FIRST_START("16 replicas meet an empty database, schema and history table made in the race", 8, 1),

	KILL("`kill -9` of a replica", 50, 2),

	KILL_BUILDING("`kill -9` of a replica, with concurrent index builds", 50, 2),

	KILL_POOLED("`kill -9` of a replica behind PgBouncer", 50, 2),

	KILL_BUILDING_POOLED("`kill -9` of a replica behind PgBouncer, with concurrent index builds", 50, 2),

	KILL_LARGE_BUILD("`kill -9` of a replica in the middle of a large index build", 4, 2),

	KILL_WAITING_BUILD("`kill -9` of a replica whose index build waits for a report", 10, 1),

	KILL_MAINTENANCE(
			"`kill -9` of a replica in the middle of `REINDEX`, `VACUUM FULL` and `CLUSTER` of the whole database", 10,
			2),

	KILL_MAINTENANCE_POOLED("`kill -9` of a replica behind PgBouncer, in the middle of the same", 10, 2),

	KILL_ADOPTION("`kill -9` of a replica that takes over the history of another tool, beside another one", 30, 2),

	CRASH("immediate shutdown of the server", 30, 2),

	CRASH_POOLED("immediate shutdown of the server behind PgBouncer", 8, 1),

	KILL_POOLER("`kill -9` of PgBouncer, which is started again", 10, 1),

	TERMINATE_WORK("`pg_terminate_backend` of a transaction", 10, 1),

	TERMINATE_STEP("`pg_terminate_backend` of a statement that runs alone", 10, 1),

	TERMINATE_HOLDER("`pg_terminate_backend` of the connection that holds the lock", 10, 1),

	CUT_BEFORE_COMMIT("network cut before COMMIT", 10, 1),

	CUT_IN_COMMIT("network cut together with COMMIT", 10, 1),

	CUT_AFTER_COMMIT("network cut after COMMIT, before its answer", 10, 1),

	CUT_AFTER_ANSWER("network cut after the answer to COMMIT", 10, 1),

	LATE_COMMIT("COMMIT delivered after the client has given up and connected again", 8, 1),

	CUT_POOLED("network cut around COMMIT, on either side of PgBouncer", 16, 1),

	COMMIT_REFUSED("COMMIT of the history row refused by a deferred trigger", 10, 3),

	LOCK_RELEASED("a session idle in a transaction holds the table, and lets it go", 5, 1),

	LOCK_KEPT("a session idle in a transaction holds the table for ever", 5, 1),

	PAUSE_ANYWHERE("SIGSTOP at any moment, another takes over, SIGCONT", 15, 1),

	PAUSE_IN_TRANSACTION("SIGSTOP within a transaction, another takes over, SIGCONT", 5, 1),

	PAUSE_BETWEEN_STEPS("SIGSTOP within a file that runs stepwise, another takes over, SIGCONT", 5, 1),

	PAUSE_OVERLAPPING("SIGSTOP within a file that runs stepwise, SIGCONT while another runs it", 5, 1),

	PAUSE_IN_BUILD("SIGSTOP during a concurrent index build, another takes over, SIGCONT", 5, 1),

	FAILOVER("failover to a streaming standby", 8, 1),

	SIGTERM_IN_TRANSACTION("SIGTERM of an application within a transaction", 5, 1),

	SIGTERM_AT_INITIALIZATION(
			"SIGTERM of an application that migrates before it creates its beans, within a transaction", 5, 1),

	SIGTERM_IN_LIFECYCLE("SIGTERM of an application that migrates when it has created its beans, within a transaction",
			5, 1),

	SIGTERM_WHILE_WAITING("SIGTERM of an application that waits for the lock of another replica", 5, 1),

	KILL_APPLICATION("`kill -9` of an application that migrates before it creates its beans, within a transaction", 5,
			1),

	SIGTERM_POOLED("SIGTERM of an application behind PgBouncer, within a transaction", 5, 1),

	SIGTERM_IN_BUILD("SIGTERM of an application during a concurrent index build", 5, 1),

	FAILED_START("an application with a file that fails, and then with the corrected one", 3, 1),

	EVERYTHING("a fleet with `kill -9`, SIGSTOP and `pg_terminate_backend` at random, all at once", 12, 1);

	private final String title;

	private final int trials;

	private final int fewTrials;

	Fault(String title, int trials, int fewTrials) {
		this.title = title;
		this.trials = trials;
		this.fewTrials = fewTrials;
	}

	/** What happens, for a person to read. */
	String title() {
		return this.title;
	}

	/** How often it is tried. */
	int trials(boolean brief) {
		return brief ? this.fewTrials : this.trials;
	}

}
