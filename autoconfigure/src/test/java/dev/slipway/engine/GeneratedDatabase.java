package dev.slipway.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.core.io.ClassPathResource;

/**
 * A script that makes a database of more than a hundred tables, with whatever pg_dump
 * knows to dump and whatever text is awkward to dump. The same seed gives the same
 * script.
 */
final class GeneratedDatabase {

	/** Texts that mean something to somebody on the way. */
	static final List<String> AWKWARD = List.of("", " leading", "trailing ", "\\.", "\\.\n\\.", "x\n\\.\ny", "\\N",
			"null", "NULL", "tab\there", "line\nbreak", "carriage\rreturn", "windows\r\nline", "back\\slash", "\\",
			"quote's", "double\"quote", "semi;colon", "-- no comment", "/* no comment", "*/", "$$", "$tag$ x $tag$",
			"\uD83D\uDE00 \uD835\uDCB3 beyond", "e\u0301 combining", "\u00E9t\u00E9", "\u2028", "\uFEFFmark",
			"\u0001\b\f\u000B", "\\restrict x", "\\connect template1", "COPY x FROM stdin;", "COMMIT;", "end;",
			"${placeholder}", "{fn now()} ?", "%s %%", ":name", "E'x'", "a'';b", "\u007F");

	private static final List<String> SCHEMAS = List.of("public", "sales", "\"Odd \"\"Schema\"\" ;--\"", "na\u00EFve",
			"\"a.b\"");

	private static final List<String> ODD_NAMES = List.of("select", "Order \"Items\"; --", "tab\tle", "new\nline",
			"\uD83D\uDE00 table", "it's", "back\\slash", "$$", "/* comment", "end", "begin", "UPPER", "a.b", "{x}?");

	private static final int TABLES = 110;

	private static final List<Column> COLUMNS = List.of(new Column("text", GeneratedDatabase::text),
			new Column("varchar(60)", GeneratedDatabase::text), new Column("char(40)", GeneratedDatabase::text),
			new Column("smallint", (random) -> quoted("" + (random.nextInt(65536) - 32768))),
			new Column("int", (random) -> "" + random.nextInt()),
			new Column("bigint", (random) -> quoted("" + random.nextLong())),
			new Column("numeric(20,5)", (random) -> random.nextInt(1_000_000_000) + "." + random.nextInt(99999)),
			new Column("numeric", (random) -> one(random, "'NaN'", "'Infinity'", "1e40", "-0.000000000000000000001")),
			new Column("real", (random) -> one(random, "'NaN'", "'-Infinity'", "0.1", "1e-30")),
			new Column("double precision", (random) -> "" + random.nextDouble()),
			new Column("boolean", (random) -> "" + random.nextBoolean()),
			new Column("date", (random) -> one(random, "'infinity'", "'2026-02-28'", "'0044-03-15 BC'")),
			new Column("timestamp", (random) -> one(random, "'-infinity'", "'2026-01-01 00:00:00.123456'")),
			new Column("timestamptz(3)", (random) -> one(random, "'2026-03-29 01:59:59.999+01'", "'1900-01-01 UTC'")),
			new Column("interval", (random) -> quoted(random.nextInt(40) + " mons -" + random.nextInt(90) + " secs")),
			new Column("timetz", (random) -> one(random, "'24:00+00'", "'12:34:56.789-05:30'")),
			new Column("json", (random) -> "to_json(" + text(random) + "::text)"),
			new Column("jsonb",
					(random) -> "jsonb_build_object(" + text(random) + "::text, array[1, null], 'n', null)"),
			new Column("uuid", (random) -> quoted("%08x-0000-4000-8000-%012x".formatted(random.nextInt(), 7))),
			new Column("inet", (random) -> one(random, "'10.0.0.1/8'", "'::1'", "'fe80::1/64'")),
			new Column("bytea", (random) -> quoted("\\x" + "%08x00ff5c0a".formatted(random.nextInt()))),
			new Column("int[]", (random) -> one(random, "'{}'", "'{1,null,3}'", "'[2:3][0:1]={{1,2},{3,4}}'")),
			new Column("text[]", (random) -> "array[" + text(random) + ", null, " + text(random) + "]"),
			new Column("int4range", (random) -> one(random, "'empty'", "'(,)'", "'[3,9)'")),
			new Column("tstzrange", (random) -> "'[\"2026-01-01 00:00:00+00\",)'"),
			new Column("nummultirange", (random) -> one(random, "'{}'", "'{[1.5,2],(3,4)}'")),
			new Column("box", (random) -> "'(1,2),(-3.5,4)'"), new Column("bit(8)", (random) -> "b'10101010'"),
			new Column("varbit", (random) -> one(random, "b''", "x'ABC'")),
			new Column("tsvector", (random) -> "to_tsvector('simple', " + text(random) + ")"),
			new Column("pg_lsn", (random) -> "'16/B374D848'"), new Column("xid8", (random) -> "'42'"),
			new Column("\"Mood; \"\"x\"\"\"", (random) -> one(random, "'it''s'", "'so;so'", "'\\.'", "''")),
			new Column("positive", (random) -> "" + (1 + random.nextInt(1000))),
			new Column("address", (random) -> "row(" + text(random) + ", " + random.nextInt(100) + ", null)"),
			new Column("address[]", (random) -> "array[row(" + text(random) + ", 1, 'a,b')::address]"),
			new Column("floats", (random) -> "'[0.5,1.5)'"));

	private final Random random;

	private final StringBuilder script = new StringBuilder();

	private GeneratedDatabase(long seed) {
		this.random = new Random(seed);
	}

	/**
	 * Return the script.
	 * @param seed the seed
	 * @param extensions extensions that the server has, to be created too
	 */
	static String script(long seed, List<String> extensions) {
		GeneratedDatabase database = new GeneratedDatabase(seed);
		database.add(read("types.sql"));
		extensions.forEach((extension) -> database.add("create extension " + extension + " with schema sales;"));
		for (int i = 0; i < TABLES; i++) {
			database.addTable(i);
		}
		database.add(read("objects.sql"));
		database.addLongValues();
		return database.script.toString();
	}

	/** Return the roles that the script grants to: they belong to the server. */
	static List<String> roles() {
		return List.of("slipway_reader", "\"Slipway \"\"writer\"\"; --\"");
	}

	private void add(String sql) {
		this.script.append(sql).append('\n');
	}

	private void addTable(int number) {
		String schema = SCHEMAS.get(number % SCHEMAS.size());
		String name = identifier((number < ODD_NAMES.size()) ? ODD_NAMES.get(number) : "table_" + number);
		String table = schema + "." + name;
		List<Column> columns = new ArrayList<>(List.of(COLUMNS.get(0), COLUMNS.get(number % COLUMNS.size())));
		for (int i = this.random.nextInt(5); i >= 0; i--) {
			columns.add(COLUMNS.get(this.random.nextInt(COLUMNS.size())));
		}
		add("create table " + table + " (" + key(number) + ", "
				+ IntStream.range(0, columns.size())
					.mapToObj((i) -> column(number, i) + " " + columns.get(i).type())
					.collect(Collectors.joining(", "))
				+ ");");
		for (int row = this.random.nextInt(12); row > 0; row--) {
			add("insert into " + table + " ("
					+ IntStream.range(0, columns.size())
						.mapToObj((i) -> column(number, i))
						.collect(Collectors.joining(", "))
					+ ") values ("
					+ columns.stream()
						.map((column) -> (this.random.nextInt(6) == 0) ? "null" : column.value().apply(this.random))
						.collect(Collectors.joining(", "))
					+ ");");
		}
		add("comment on table " + table + " is " + text(this.random) + ";");
		add("comment on column " + table + "." + column(number, 0) + " is " + text(this.random) + ";");
		if (number % 4 == 0) {
			add("create index on " + table + " (lower(" + column(number, 0) + ")) where " + column(number, 0)
					+ " <> 'a;''b';");
		}
		if (number % 7 == 0) {
			add("grant select, insert (" + column(number, 0) + ") on " + table + " to " + roles().get(number % 2)
					+ ";");
		}
	}

	private static String key(int number) {
		return switch (number % 4) {
			case 0 -> "id bigint generated always as identity (start with 10 increment by 3) primary key";
			case 1 -> "id serial primary key";
			case 2 -> "id int generated by default as identity unique";
			default -> "id int default 7 not null";
		};
	}

	private static String column(int table, int number) {
		return identifier(
				(number < 2 && table % 3 == 0) ? ODD_NAMES.get((table + number) % ODD_NAMES.size()) : "c" + number);
	}

	/** Values longer than any window through which a script may be read. */
	private void addLongValues() {
		add("create table sales.long_values (id int primary key, t text, b bytea);");
		add("insert into sales.long_values select i, repeat('0123456789\\.' || chr(9) || chr(10), i * 60000), "
				+ "decode(repeat('00ff5c', i * 50000), 'hex') from generate_series(1, 3) i;");
	}

	private static String text(Random random) {
		String text = AWKWARD.get(random.nextInt(AWKWARD.size()));
		return literal((random.nextInt(4) == 0) ? text + AWKWARD.get(random.nextInt(AWKWARD.size())) : text);
	}

	private static String literal(String text) {
		return "E'" + text.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n").replace("\r", "\\r") + "'";
	}

	private static String quoted(String text) {
		return "'" + text + "'";
	}

	private static String identifier(String name) {
		return "\"" + name.replace("\"", "\"\"") + "\"";
	}

	private static String one(Random random, String... choices) {
		return choices[random.nextInt(choices.length)];

	}

	private static String read(String file) {
		try {
			return new ClassPathResource("roundtrip/" + file).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private record Column(String type, Function<Random, String> value) {
	}

}
