package dev.slipway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.files.Migration;

/**
 * The classes that a JVM loads, by its own log. They tell whether Slipway has used its
 * index: only where it reads files does it load the class of a file.
 *
 * @param log the file of the log
 */
record LoadedClasses(Path log) {

	/** Whether it can be told of a cell: where something is pending, all read files. */
	static boolean canTell(Cell cell) {
		return cell.work().applied() && cell.tool().base() == Tool.SLIPWAY;
	}

	/** The command of a JVM that writes the log. */
	List<String> logged(List<String> command) {
		List<String> logged = new ArrayList<>(command);
		logged.add(1, "-Xlog:class+load:file=" + this.log + ":none");
		return logged;
	}

	/**
	 * Check that the JVM has read files if its tool has no index, and only then.
	 * @throws IOException if it has not
	 */
	void require(Cell cell) throws IOException {
		boolean read;
		try (var lines = Files.lines(this.log)) {
			read = lines.anyMatch((line) -> line.startsWith(Migration.class.getName() + " "));
		}
		if (read == cell.tool().isProcessed()) {
			throw new IOException(read ? "the index was not used, all files were read"
					: "it cannot be told whether an index is used: no file was read without one");
		}
	}

}
