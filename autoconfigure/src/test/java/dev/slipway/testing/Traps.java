package dev.slipway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.springframework.core.io.ClassPathResource;

/**
 * Operators, functions, aggregates, types and views of a role that is not trusted, named
 * like PostgreSQL's own. Those in {@code public} are for types that PostgreSQL would have
 * to convert, and so are preferred although {@code pg_catalog} comes first. Those in the
 * schema {@code hostile} are exact copies, for a search path in which it stands before
 * {@code pg_catalog}. Each writes {@code TRAP} into the server's log when it is executed,
 * which no rollback takes back, and then does what the original does.
 */
public final class Traps {

	/** The role that makes them. */
	static final String STRANGER = "trap_stranger";

	/** The operators for which there are traps of types that are not exact. */
	static final Set<String> OPERATORS = Set.of("=", "<>", "<", ">", "<=", ">=", "+", "-", "*", "/", "||", "~", "~~",
			"!~", "->", "->>", "#>>", "@>", "?");

	/** The functions for which there are traps. */
	static final Set<String> FUNCTIONS = Set.of("acldefault", "aclexplode", "age", "array_position", "array_to_string",
			"bool_or", "chr", "clock_timestamp", "concat", "concat_ws", "convert_from", "convert_to", "count",
			"current_database", "current_schema", "current_setting", "encode", "format", "format_type",
			"gen_random_uuid", "generate_series", "has_any_column_privilege", "has_database_privilege",
			"has_function_privilege", "has_schema_privilege", "has_sequence_privilege", "has_table_privilege", "host",
			"jsonb_agg", "jsonb_array_elements_text", "jsonb_build_object", "jsonb_each_text", "jsonb_object_agg",
			"length", "lower", "max", "md5", "now", "octet_length", "pg_advisory_unlock_all", "pg_backend_pid",
			"pg_blocking_pids", "pg_control_system", "pg_current_xact_id", "pg_describe_object", "pg_encoding_to_char",
			"pg_get_constraintdef", "pg_get_expr", "pg_get_function_arguments", "pg_get_function_result",
			"pg_get_functiondef", "pg_get_indexdef", "pg_get_partkeydef", "pg_get_ruledef", "pg_get_serial_sequence",
			"pg_get_statisticsobjdef", "pg_get_triggerdef", "pg_get_userbyid", "pg_get_viewdef", "pg_has_role",
			"pg_identify_object", "pg_is_in_recovery", "pg_listening_channels", "pg_lock_status", "pg_my_temp_schema",
			"pg_partition_tree", "pg_postmaster_start_time", "pg_relation_size", "pg_sequence_last_value",
			"pg_try_advisory_xact_lock", "quote_ident", "quote_literal", "replace", "row_security_active", "set_config",
			"sha256", "split_part", "starts_with", "string_agg", "substring", "to_jsonb", "to_regclass",
			"to_regnamespace", "to_regtype", "transaction_timestamp", "unnest", "upper");

	private Traps() {
	}

	/**
	 * Create all of them, and the schema {@code hostile}.
	 * @param database a database, as a superuser sees it
	 */
	static void create(TestDatabase database) {
		database
			.execute("create schema hostile; grant usage on schema hostile to public; grant create on schema hostile, "
					+ "public to " + STRANGER);
		database.as(STRANGER, "").execute(script());
	}

	private static String script() {
		try {
			return new ClassPathResource("traps.sql").getContentAsString(StandardCharsets.UTF_8)
				.replace("{operators}", array(OPERATORS))
				.replace("{functions}", array(FUNCTIONS));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String array(Set<String> names) {
		return new TreeSet<>(names).stream().collect(Collectors.joining("','", "array['", "']"));
	}

}
