package dev.slipway.testing;

import dev.slipway.testing.TrapServer.Victim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The traps catch what they are made for.
 */
class TrapsTests {

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			select 'a'::pg_catalog.text || 1::pg_catalog.oid; operator public.|| (text, oid)
			select extract(epoch from interval '1 s') * 1000000; operator public.* (numeric, integer)
			select 1::pg_catalog.oid = 'pg_class'::pg_catalog.regclass; operator public.= (oid, regclass)
			select nullif(1::pg_catalog.oid, 'pg_class'::pg_catalog.regclass); operator public.= (oid, regclass)
			select starts_with('x'::pg_catalog.name, 'x'); function public.starts_with(name, text)
			select format('%s', 1::pg_catalog.oid); function public.format(text, oid)
			""")
	void aNameForTypesThatAreNotExactIsFoundInPublic(String sql, String trap) {
		TrapDatabase database = TrapServer.server().createDatabase(Victim.SUPERUSER);
		database.victim().query(sql);
		assertThat(database.log().executedTraps()).singleElement()
			.asString()
			.startsWith("TRAP " + trap + " as trap_superuser\n")
			.endsWith("of " + sql);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			select 1 = 2; operator hostile.= (integer, integer)
			select 1 in (2, 3); operator hostile.= (integer, integer)
			select 1 between 2 and 3; operator hostile.>= (integer, integer)
			select case 1 when 2 then 3 end; operator hostile.= (integer, integer)
			select pg_backend_pid(); function hostile.pg_backend_pid()
			select count(*) from pg_catalog.pg_class; aggregate hostile.count(*)
			select name from pg_cursors; relation hostile.pg_cursors
			select 'a'::text; type hostile.text
			select xid '7'; type hostile.xid
			""")
	void anExactNameIsFoundInASchemaBeforePgCatalog(String sql, String trap) {
		TrapDatabase database = TrapServer.server().createDatabase(Victim.OWNER);
		database.victim().query(sql);
		assertThat(database.log().executedTraps())
			.anySatisfy((executed) -> assertThat(executed).startsWith("TRAP " + trap + " as trap_owner\n")
				.endsWith("of " + sql));
	}

	@Test
	void aTrapIsSeenAlsoWhenItsTransactionIsRolledBack() {
		TrapDatabase database = TrapServer.server().createDatabase(Victim.SUPERUSER);
		database.victim().execute("begin; do $$ begin perform 'a' || 1::oid; end $$; rollback");
		assertThat(database.log().executedTraps()).singleElement()
			.asString()
			.contains("PL/pgSQL function inline_code_block line 1");
	}

	@ParameterizedTest
	@EnumSource
	void whatIsQualifiedExecutesNoTrap(Victim victim) {
		TrapDatabase database = TrapServer.server().createDatabase(victim);
		assertThat(database.victim()
			.query("select 'a' operator(pg_catalog.||) 1::pg_catalog.oid, pg_catalog.count(*) from pg_catalog.pg_policy"))
			.containsExactly("a1|0");
		assertThat(database.log().executedTraps()).isEmpty();
	}

	@Test
	void thereIsATrapForEachFunction() {
		TrapDatabase database = TrapServer.server().createDatabase(Victim.SUPERUSER);
		assertThat(database.admin()
			.query("select distinct proname from pg_proc where pronamespace in ('public'::regnamespace, "
					+ "'hostile'::regnamespace)"))
			.containsAll(Traps.FUNCTIONS);
	}

}
