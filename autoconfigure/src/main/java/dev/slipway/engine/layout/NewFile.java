package dev.slipway.engine.layout;

import java.util.Objects;

import dev.slipway.Layout;
import org.jspecify.annotations.Nullable;

/**
 * What the next file of a layout looks like, before anybody has written into it.
 *
 * @param up the lines that begin the script
 * @param down the lines that begin what undoes it, in the same file; empty where that is
 * another file, or nothing
 * @param pair whether a file that undoes it belongs to each file
 * @param sequential whether versions are plain numbers, each the one after the last
 * @param refusal why Slipway does not write such files, and who does; {@code null} when
 * it does
 */
public record NewFile(String up, String down, boolean pair, boolean sequential, @Nullable String refusal) {

	/** Stands for the name of the file, in a layout whose file names have none. */
	private static final String NAME = "{name}";

	/** Stands for the name of the file before it. */
	private static final String PREVIOUS = "{previous}";

	private static final NewFile EMPTY = new NewFile("", "", false, false, null);

	private static final NewFile PAIR = new NewFile("", "", true, false, null);

	/**
	 * Return what the next file of a layout looks like.
	 */
	public static NewFile of(Layout layout) {
		return switch (layout) {
			case PLAIN -> sections("", "-- slipway: undo");
			case FLYWAY, EVOLVE, PRISMA, POSTGRATOR, DBUP -> EMPTY;
			case FOLDERS, YUNIQL -> numbered(EMPTY);
			case GOLANG_MIGRATE, DIESEL -> PAIR;
			case AUTHELIA -> numbered(PAIR);
			case GOOSE -> sections("-- +goose Up", "-- +goose Down");
			case DBMATE -> sections("-- migrate:up", "-- migrate:down");
			case SQL_MIGRATE -> sections("-- +migrate Up", "-- +migrate Down");
			case TERN -> numbered(sections("", "---- create above / drop below ----"));
			case NODE_PG_MIGRATE -> sections("-- Up Migration", "-- Down Migration");
			case MYBATIS -> sections("", "-- //@UNDO");
			case RAMBLER -> sections("-- rambler up", "-- rambler down");
			case SHMIG -> sections("-- ====  UP  ====", "-- ==== DOWN ====");
			case PLAY -> numbered(sections("-- !Ups\n-- " + NAME, "-- !Downs"));
			case YOYO -> new NewFile("-- depends: " + PREVIOUS + "\n\n", "", false, false, null);
			case SQITCH -> refused("the plan of sqitch names each change: sqitch add NAME writes both");
			case DB_MIGRATE -> refused("db-migrate runs each file by a program beside it: db-migrate create NAME"
					+ " --sql-file writes both");
			case GRAPHILE_MIGRATE -> refused("graphile-migrate numbers a file and writes its header when current.sql"
					+ " is done: graphile-migrate commit --message NAME");
		};
	}

	private static NewFile sections(String up, String down) {
		return new NewFile(up.isEmpty() ? "" : up + "\n\n", down + "\n\n", false, false, null);
	}

	private static NewFile numbered(NewFile file) {
		return new NewFile(file.up, file.down, file.pair, true, null);
	}

	private static NewFile refused(String why) {
		return new NewFile("", "", false, false, why);
	}

	/**
	 * Return the text of the file.
	 * @param name what the migration is called
	 * @param previous the name of the file before it, without its ending; {@code null}
	 * when there is none
	 * @param undoable whether it has a part that undoes it
	 */
	public String text(String name, @Nullable String previous, boolean undoable) {
		String begin = (this.up.contains(PREVIOUS) && previous == null) ? ""
				: this.up.replace(PREVIOUS, Objects.requireNonNullElse(previous, ""));
		String end = undoable ? this.down : "";
		if (begin.isEmpty() && !end.isEmpty()) {
			begin = "\n";
		}
		return begin.replace(NAME, name) + end;
	}

	/** Return whether names of such files do not say what the migration is called. */
	public boolean isUnnamed() {
		return this.up.contains(NAME);
	}

}
