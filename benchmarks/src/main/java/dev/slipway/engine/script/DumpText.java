package dev.slipway.engine.script;

import java.util.Random;

/**
 * Texts that look as if pg_dump had written them, always the same.
 */
final class DumpText {

	private static final int LENGTH = 32 << 20;

	private static final int TABLES = 100;

	private static final String HEAD = """
			--
			-- PostgreSQL database dump
			--

			-- Dumped from database version 17.5
			-- Dumped by pg_dump version 17.5

			SET statement_timeout = 0;
			SET client_encoding = 'UTF8';
			SET standard_conforming_strings = on;
			SELECT pg_catalog.set_config('search_path', '', false);
			SET check_function_bodies = false;

			""";

	private static final String OBJECTS = """
			--
			-- Name: touch_%1$d(); Type: FUNCTION; Schema: public; Owner: app
			--

			CREATE FUNCTION public.touch_%1$d() RETURNS trigger
			    LANGUAGE plpgsql
			    AS $$
			begin
			    new.updated_at := now(); -- the row's own time
			    return new;
			end;
			$$;


			ALTER FUNCTION public.touch_%1$d() OWNER TO app;

			--
			-- Name: orders_%1$d; Type: TABLE; Schema: public; Owner: app
			--

			CREATE TABLE public.orders_%1$d (
			    id bigint NOT NULL,
			    customer_id bigint NOT NULL,
			    reference text DEFAULT ''::text NOT NULL,
			    note character varying(200) DEFAULT NULL::character varying,
			    amount numeric(12,2) DEFAULT 0.00 NOT NULL,
			    updated_at timestamp with time zone DEFAULT now() NOT NULL,
			    CONSTRAINT orders_%1$d_amount_check CHECK ((amount >= (0)::numeric))
			);


			ALTER TABLE public.orders_%1$d OWNER TO app;

			COMMENT ON TABLE public.orders_%1$d IS 'What customers'' orders are; and more';

			ALTER TABLE ONLY public.orders_%1$d
			    ADD CONSTRAINT orders_%1$d_pkey PRIMARY KEY (id);

			CREATE INDEX orders_%1$d_reference ON public.orders_%1$d USING btree (lower(reference)) WHERE (amount > (0)::numeric);

			CREATE TRIGGER touch BEFORE UPDATE ON public.orders_%1$d FOR EACH ROW EXECUTE FUNCTION public.touch_%1$d();

			""";

	private final Random random = new Random(42);

	private final StringBuilder text = new StringBuilder(LENGTH + (1 << 20)).append(HEAD);

	private long row;

	private DumpText() {
	}

	/** Schema and rows as {@code pg_dump --inserts} writes them. */
	static String withInserts() {
		return new DumpText().fill(true);
	}

	/** Schema and rows as {@code pg_dump} writes them. */
	static String withData() {
		return new DumpText().fill(false);
	}

	private String fill(boolean inserts) {
		for (int table = 1; table <= TABLES; table++) {
			this.text.append(OBJECTS.formatted(table));
			if (!inserts) {
				this.text.append("COPY public.orders_")
					.append(table)
					.append(" (id, customer_id, reference, note, amount, updated_at) FROM stdin;\n");
			}
			while (this.text.length() < (long) LENGTH * table / TABLES) {
				if (inserts) {
					addInsert(table);
				}
				else {
					addLine();
				}
			}
			this.text.append(inserts ? "\n\n" : "\\.\n\n\n");
		}
		return this.text.append("--\n-- PostgreSQL database dump complete\n--\n").toString();
	}

	private void addInsert(int table) {
		this.text.append("INSERT INTO public.orders_")
			.append(table)
			.append(" VALUES (")
			.append(++this.row)
			.append(", ")
			.append(this.random.nextInt(1_000_000))
			.append(", 'ORD-")
			.append(this.random.nextInt())
			.append("', ")
			.append((this.row % 3 == 0) ? "NULL" : "'It''s a customer''s note; café № " + this.row + "'")
			.append(", ")
			.append(this.random.nextInt(100_000))
			.append(".50, '2026-01-01 12:34:56.789012+00');\n");
	}

	private void addLine() {
		this.text.append(++this.row)
			.append('\t')
			.append(this.random.nextInt(1_000_000))
			.append("\tORD-")
			.append(this.random.nextInt())
			.append('\t')
			.append((this.row % 3 == 0) ? "\\N"
					: "It's a customer's note; café № " + this.row + "\\nand its second line")
			.append('\t')
			.append(this.random.nextInt(100_000))
			.append(".50\t2026-01-01 12:34:56.789012+00\n");
	}

}
