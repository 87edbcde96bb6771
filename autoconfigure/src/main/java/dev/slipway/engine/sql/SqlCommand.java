package dev.slipway.engine.sql;

import org.jspecify.annotations.Nullable;

/**
 * What a statement that refuses a transaction does, as far as its outcome can be looked
 * up in the catalogs after a kill.
 *
 * @param action what it does
 * @param object what it does it to; {@code null} where it names nothing, as
 * {@code CREATE INDEX} may
 * @param table the table of a new index, or of a partition
 * @param concurrent whether it is the concurrent form, which waits for other transactions
 */
public record SqlCommand(Action action, @Nullable Name object, @Nullable Name table, boolean concurrent) {

	/**
	 * Return whether it depends on the search path what the statement means.
	 */
	public boolean dependsOnSearchPath() {
		return this.action == Action.OTHER || isUnqualified(this.table)
				|| (this.action.objectInSchema && isUnqualified(this.object));
	}

	private static boolean isUnqualified(@Nullable Name name) {
		return name != null && name.schema() == null;
	}

	/**
	 * A name as PostgreSQL stores it.
	 *
	 * @param schema the schema, {@code null} when the search path tells
	 * @param name the name itself
	 */
	public record Name(@Nullable String schema, String name) {
	}

	/**
	 * What a statement does.
	 */
	public enum Action {

		/** {@code CREATE INDEX}. The index goes into the schema of its table. */
		CREATE_INDEX(false),

		/** {@code DROP INDEX} of one index. */
		DROP_INDEX(true),

		/** {@code REINDEX INDEX}. */
		REINDEX_INDEX(true),

		/** {@code REINDEX TABLE}. */
		REINDEX_TABLE(true),

		/** {@code REINDEX SCHEMA}. */
		REINDEX_SCHEMA(false),

		/** {@code REINDEX DATABASE} and {@code REINDEX SYSTEM}. */
		REINDEX_DATABASE(false),

		/** {@code ALTER TABLE … DETACH PARTITION}. */
		DETACH_PARTITION(true),

		/** {@code CREATE DATABASE}. */
		CREATE_DATABASE(false),

		/** {@code DROP DATABASE}. */
		DROP_DATABASE(false),

		/** {@code CREATE TABLESPACE}. */
		CREATE_TABLESPACE(false),

		/** {@code DROP TABLESPACE}. */
		DROP_TABLESPACE(false),

		/** {@code CREATE SUBSCRIPTION}. */
		CREATE_SUBSCRIPTION(false),

		/** {@code DROP SUBSCRIPTION}. */
		DROP_SUBSCRIPTION(false),

		/** {@code VACUUM}. */
		VACUUM(true),

		/** {@code DISCARD ALL}. */
		DISCARD_ALL(false),

		/** {@code ALTER SYSTEM} and {@code ALTER DATABASE}. */
		CONFIGURE(false),

		/** Anything else. */
		OTHER(false);

		/** Whether the object of the command lies in a schema, which it may leave out. */
		private final boolean objectInSchema;

		Action(boolean objectInSchema) {
			this.objectInSchema = objectInSchema;
		}

	}

}
