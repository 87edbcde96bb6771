package dev.slipway.engine.adopt;

import java.io.IOException;
import java.util.List;

import dev.slipway.engine.files.Migration;
import org.jspecify.annotations.Nullable;

/**
 * How another tool keeps its history: a description, without state. What is the same for
 * all tools is in {@link RowMatching}.
 */
interface ForeignTool {

	/** The tool's name, as messages have it. */
	String name();

	/** The names that its table has by default, without schemas. */
	List<String> tables();

	/** The schemas that it makes for itself by default. */
	default List<String> schemas() {
		return List.of();
	}

	/** Whether a table is one of its own, by the columns, whatever its name is. */
	boolean keeps(ForeignTable table);

	/**
	 * Return the query for its rows, in the order in which they were written. It runs
	 * under the safe path; see {@link ForeignTable#select}.
	 */
	String query(ForeignTable table);

	/**
	 * Read a row of the query.
	 * @return the row, {@code null} for one that says nothing, such as the tool's note
	 * that it has made its table
	 * @throws IllegalArgumentException if the tool cannot have written it
	 */
	@Nullable ForeignRow row(ForeignValues values);

	/**
	 * Return by what the tool's rows name a file: mostly one key. A file of several
	 * changes that the tool records one by one has a key for each, and is applied when
	 * all of them are. Keys of rows that stand for another kind of file must differ.
	 * @return the keys; empty for a file that the tool has not applied, whatever its rows
	 * say
	 * @throws IOException if the file cannot be read
	 */
	List<String> parts(Migration file) throws IOException;

	/**
	 * Return the checksums of which the tool would have one for the file as it is now.
	 * @param row a row that has a checksum
	 * @param file its file
	 * @return the checksums, as {@link ForeignRow#checksum()} has them; empty where the
	 * row's is not to be compared
	 * @throws IOException if the file cannot be read
	 */
	default List<String> checksums(ForeignRow row, Migration file) throws IOException {
		return List.of();
	}

	/**
	 * Whether its migrations are programs, so that a row without a file stands for one.
	 */
	default boolean hasPrograms() {
		return false;
	}

	/** What to do about a row that has failed or was not finished. */
	default String afterFailure() {
		return "Finish it by hand or take back what it has done, and correct the row with " + name();
	}

	/** What to do where a file was changed on purpose after it was applied. */
	default String afterChange() {
		return "correct its checksum in the table of " + name();
	}

}
