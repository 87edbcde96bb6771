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
		return switch (this.action) {
			case CREATE_INDEX -> isUnqualified(this.table);
			case DETACH_PARTITION -> isUnqualified(this.table) || isUnqualified(this.object);
			case DROP_INDEX, REINDEX_INDEX, REINDEX_TABLE, VACUUM -> isUnqualified(this.object);
			case OTHER -> true;
			default -> false;
		};
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

		/** {@code CREATE INDEX}. */
		CREATE_INDEX,

		/** {@code DROP INDEX} of one index. */
		DROP_INDEX,

		/** {@code REINDEX INDEX}. */
		REINDEX_INDEX,

		/** {@code REINDEX TABLE}. */
		REINDEX_TABLE,

		/** {@code REINDEX SCHEMA}. */
		REINDEX_SCHEMA,

		/** {@code REINDEX DATABASE} and {@code REINDEX SYSTEM}. */
		REINDEX_DATABASE,

		/** {@code ALTER TABLE … DETACH PARTITION}. */
		DETACH_PARTITION,

		/** {@code CREATE DATABASE}. */
		CREATE_DATABASE,

		/** {@code DROP DATABASE}. */
		DROP_DATABASE,

		/** {@code CREATE TABLESPACE}. */
		CREATE_TABLESPACE,

		/** {@code DROP TABLESPACE}. */
		DROP_TABLESPACE,

		/** {@code CREATE SUBSCRIPTION}. */
		CREATE_SUBSCRIPTION,

		/** {@code DROP SUBSCRIPTION}. */
		DROP_SUBSCRIPTION,

		/** {@code VACUUM}. */
		VACUUM,

		/** {@code ALTER SYSTEM} and {@code ALTER DATABASE}. */
		CONFIGURE,

		/** Anything else. */
		OTHER

	}

}
