package dev.slipway.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.testing.Scripts;

/**
 * A folder of migrations that leave traces: each inserts rows of its own into the table
 * {@code effects}, which nothing keeps from being inserted twice. So what was applied,
 * and how often, can be counted afterwards.
 */
final class TracedScripts {

	/** The table of the traces, and one with rows that indexes are built over. */
	private static final String FIRST = """
			create table effects (file text not null, at timestamptz not null default clock_timestamp());
			create table items (id int primary key, a int not null, b text not null);
			insert into items select i, i %% 97, md5(i::text) from generate_series(1, %d) i;
			grant insert on effects to fleet_worker;
			insert into effects (file) values ('{trace}');
			""";

	private static final Pattern TRACE = Pattern.compile("\\{trace}");

	private static final Pattern TABLE = Pattern.compile("create table (\\w+)");

	private static final Pattern INDEX = Pattern.compile("create (?:unique )?index (?:concurrently )?(\\w+) on");

	private final Set<String> traces = new TreeSet<>();

	private final Set<String> tables = new TreeSet<>();

	private final Set<String> indexes = new TreeSet<>();

	private final List<String> labels = new ArrayList<>();

	private final Scripts scripts;

	private TracedScripts(Scripts scripts) {
		this.scripts = scripts;
	}

	/**
	 * Begin a folder with the file that makes the table of the traces.
	 * @param scripts an empty folder
	 * @param items how many rows the table {@code items} has
	 */
	static TracedScripts in(Scripts scripts, int items) {
		return new TracedScripts(scripts).add("first", FIRST.formatted(items));
	}

	/**
	 * Write files of all kinds.
	 * @param scripts an empty folder
	 * @param files how many
	 * @param kinds the kinds, in turn
	 */
	static TracedScripts mixed(Scripts scripts, int files, List<Kind> kinds) {
		TracedScripts traced = in(scripts, 3000);
		for (int i = 0; traced.labels.size() < files; i++) {
			Kind kind = kinds.get(i % kinds.size());
			traced.add(kind.name().toLowerCase(Locale.ROOT), kind.sql);
		}
		return traced;
	}

	/**
	 * Add a file.
	 * @param name its name without version and ending
	 * @param sql its text, in which <code>{v}</code> is its version and each
	 * <code>{trace}</code> one more row of {@code effects}
	 */
	TracedScripts add(String name, String sql) {
		String version = "%03d".formatted(this.labels.size() + 1);
		StringBuilder text = new StringBuilder();
		Matcher matcher = TRACE.matcher(sql.replace("{v}", version));
		for (int part = 1; matcher.find(); part++) {
			String trace = version + "/" + part;
			this.traces.add(trace);
			matcher.appendReplacement(text, trace);
		}
		matcher.appendTail(text);
		collect(TABLE, text, this.tables);
		collect(INDEX, text, this.indexes);
		this.labels.add(version + "_" + name);
		this.scripts.write(version + "_" + name + ".sql", text.toString());
		return this;
	}

	private static void collect(Pattern pattern, CharSequence text, Set<String> names) {
		pattern.matcher(text).results().forEach((result) -> names.add(result.group(1)));
	}

	Scripts scripts() {
		return this.scripts;
	}

	/** Expect a table that the trial itself has made. */
	TracedScripts expectingTable(String name) {
		this.tables.add(name);
		return this;
	}

	/** The rows that {@code effects} must have, each once. */
	Set<String> traces() {
		return this.traces;
	}

	/** The tables that must be there. */
	Set<String> tables() {
		return this.tables;
	}

	/** The indexes that must be there, and be valid. */
	Set<String> indexes() {
		return this.indexes;
	}

	/** The names of the files without their ending, in their order. */
	List<String> labels() {
		return this.labels;
	}

	/**
	 * What a file consists of.
	 */
	enum Kind {

		/** One transaction, as most files are. */
		TABLE("""
				create table t_{v} (id int primary key, note text);
				insert into effects (file) values ('{trace}');
				select pg_sleep(0.01);
				"""),

		/** Whatever a splitter might trip over. */
		STATEMENTS("""
				create table p_{v} (id int generated always as identity, at timestamptz default now());
				create index p_{v}_at on p_{v} (at);
				alter table p_{v} add column note text;
				create function f_{v}() returns trigger language plpgsql as $$
				begin
					new.note := coalesce(new.note, ';');
					return new;
				end $$;
				create trigger note before insert on p_{v} for each row execute function f_{v}();
				insert into p_{v} (note) select nullif(i, 7)::text from generate_series(1, 100) i;
				insert into effects (file) values ('{trace}');
				"""),

		/** Transactions of the file's own, with statements beside them. */
		STEPS("""
				insert into effects (file) values ('{trace}');
				begin;
				create table s_{v} (id int);
				insert into effects (file) values ('{trace}');
				select pg_sleep(0.01);
				commit;
				insert into effects (file) values ('{trace}');
				"""),

		/** Data, part of which counts. */
		COPY("""
				create table c_{v} (id int, note text);
				copy c_{v} from stdin;
				1	one
				2	two
				\\.
				copy effects (file) from stdin;
				{trace}
				\\.
				"""),

		/** Settings that the next transaction must not meet. */
		SETTINGS("""
				set search_path to '';
				set work_mem = '77kB';
				set statement_timeout = '1h';
				set fleet.tenant = 'somebody';
				set role fleet_worker;
				insert into public.effects (file) values ('{trace}');
				"""),

		/** What else a session holds. */
		SESSION("""
				listen fleet;
				create temp table temporary_{v} as select 1 as one;
				select pg_advisory_lock(4711);
				prepare prepared_{v} as select 1;
				declare held_{v} cursor with hold for select 1;
				set session authorization fleet_worker;
				insert into public.effects (file) values ('{trace}');
				"""),

		/** An index build that refuses a transaction. */
		BUILD("""
				insert into effects (file) values ('{trace}');
				create index concurrently items_{v} on items (a, b);
				insert into effects (file) values ('{trace}');
				"""),

		/** One that looks at every row twice. */
		UNIQUE_BUILD("""
				insert into effects (file) values ('{trace}');
				create unique index concurrently items_{v} on items (id, b);
				insert into effects (file) values ('{trace}');
				"""),

		/** A statement that may happen twice, between two that must not. */
		VACUUM("""
				insert into effects (file) values ('{trace}');
				vacuum items;
				insert into effects (file) values ('{trace}');
				""");

		/** The kinds that do not refuse a transaction. */
		static final List<Kind> TRANSACTIONAL = List.of(TABLE, STATEMENTS, COPY, TABLE, SETTINGS, TABLE, SESSION);

		/** All kinds. */
		static final List<Kind> ALL = List.of(TABLE, BUILD, STATEMENTS, STEPS, COPY, UNIQUE_BUILD, SETTINGS, VACUUM,
				SESSION);

		private final String sql;

		Kind(String sql) {
			this.sql = sql;
		}

		/** The text, for {@link #add(String, String)}. */
		String sql() {
			return this.sql;
		}

	}

}
