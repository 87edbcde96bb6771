package dev.slipway;

import java.util.Locale;

/**
 * How files say what they are: the naming and the marker comments of the tool that they
 * were written for.
 */
public enum Layout {

	/** Numbered files, as sqlx and Supabase have them too. */
	PLAIN,

	/** {@code <version>_<name>.up.sql} and {@code .down.sql}. */
	GOLANG_MIGRATE,

	/** {@code -- +goose Up} and {@code -- +goose Down}. */
	GOOSE,

	/** {@code V1.2__name.sql}, {@code U…}, {@code R__…}, {@code B…}. */
	FLYWAY,

	/** {@code -- migrate:up} and {@code -- migrate:down}. */
	DBMATE,

	/** {@code -- +migrate Up} and {@code -- +migrate Down}. */
	SQL_MIGRATE,

	/** {@code <timestamp>_<name>/up.sql} and {@code down.sql}. */
	DIESEL,

	/** {@code <timestamp>_<name>/migration.sql}. */
	PRISMA,

	/** {@code ---- create above / drop below ----}. */
	TERN,

	/**
	 * {@code v0.22/01__name.sql}, {@code 71/01_name.up.sql}: the folder begins the
	 * version. Never recognised, since the same names without their folders are plain.
	 */
	FOLDERS,

	/**
	 * Play's evolutions: {@code 1.sql} with {@code # --- !Ups} and {@code # --- !Downs}.
	 */
	PLAY,

	/** {@code <version>.do.<name>.sql} and {@code .undo}. */
	POSTGRATOR,

	/** {@code sqls/<timestamp>-<name>-up.sql} and {@code -down.sql}. */
	DB_MIGRATE,

	/** {@code -- Up Migration} and {@code -- Down Migration}. */
	NODE_PG_MIGRATE,

	/** {@code -- //@UNDO}. */
	MYBATIS,

	/** {@code committed/000001.sql} with {@code --! Previous: …}. */
	GRAPHILE_MIGRATE,

	/** {@code -- rambler up} and {@code -- rambler down}. */
	RAMBLER,

	/** {@code -- ====  UP  ====} and {@code -- ==== DOWN ====}. */
	SHMIG,

	/** Authelia's own: {@code V0001.<name>.up.sql} and {@code .down.sql}. */
	AUTHELIA,

	/** As Flyway's, in small letters: {@code v1_2__name.sql}, {@code r__…}. */
	EVOLVE,

	/**
	 * A {@code sqitch.plan}, with {@code deploy/<name>.sql} and {@code revert/<name>.sql}
	 * beside it.
	 */
	SQITCH,

	/**
	 * yoyo-migrations in SQL: {@code 0001.<name>.sql} and {@code .rollback.sql}, with
	 * {@code -- depends:}.
	 */
	YOYO,

	/** DbUp's scripts: {@code Script0001 - <name>.sql}. */
	DBUP,

	/**
	 * yuniql's folders, one for each version: {@code v0.01/<name>.sql}, {@code _pre},
	 * {@code _post}. Never recognised, since the same names are plain.
	 */
	YUNIQL;

	/** The layout as it is written in configuration. */
	public String property() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
