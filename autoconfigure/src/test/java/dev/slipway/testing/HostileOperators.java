package dev.slipway.testing;

/**
 * A schema of operators that look like PostgreSQL's own and fail, for the search path of
 * a role or an application.
 */
public final class HostileOperators {

	private HostileOperators() {
	}

	/**
	 * Create the schema {@code hostile}.
	 */
	public static void create(TestDatabase database) {
		database.execute(
				"""
						do $$
						declare
							o record;
						begin
							create schema hostile;
							for o in select oprname, oprleft::regtype as l, oprright::regtype as r, oprresult::regtype as result
								from pg_operator join pg_type lt on lt.oid = oprleft join pg_type rt on rt.oid = oprright
								where oprname in ('=', '<>', '<', '>', '<=', '>=', '-', '+', '||', '~')
									and lt.typtype <> 'p' and rt.typtype <> 'p'
							loop
								execute format('create or replace function hostile.refuse(%s, %s) returns %s language plpgsql '
									|| 'as ''begin raise exception ''''hostile''''; end''', o.l, o.r, o.result);
								execute format('create operator hostile.%s (function = hostile.refuse, leftarg = %s, rightarg = %s)',
									o.oprname, o.l, o.r);
								execute format('alter function hostile.refuse(%s, %s) rename to %I', o.l, o.r, 'f' || gen_random_uuid());
							end loop;
						end $$""");
		database.execute("grant usage on schema hostile to public");
	}

}
