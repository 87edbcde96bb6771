package dev.slipway.engine.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for programs that only run a script, and for those that do more.
 */
class LoaderTests {

	private static final Path FOLDER = Path.of("src", "test", "resources", "layouts", "db-migrate");

	private static final String NAME = "20240101080000-ferries";

	/** The form of versions before promises. */
	private static final String OLD = """
			var dbm = global.dbm || require('db-migrate');
			var fs = require('fs');
			var path = require('path');
			exports.up = function(db, callback) {
			  var filePath = path.join(__dirname + '/sqls/20240101080000-ferries-up.sql');
			  fs.readFile(filePath, {encoding: 'utf-8'}, function(err,data){
			    if (err) return callback(err);
			    console.log('received data: ' + data);
			    db.runSql(data, function(err) {
			      if (err) return callback(err);
			      callback();
			    });
			  });
			};
			exports.down = function(db, callback) {
			  var filePath = path.join(__dirname + '/sqls/20240101080000-ferries-down.sql');
			  fs.readFile(filePath, {encoding: 'utf-8'}, function(err,data){
			    if (err) return callback(err);
			    db.runSql(data, function(err) {
			      if (err) return callback(err);
			      callback();
			    });
			  });
			};
			""";

	@Test
	void programThatTheToolWritesOnlyRunsItsScripts() throws IOException {
		try (Stream<Path> files = Files.list(FOLDER)) {
			assertThat(files.filter((file) -> file.toString().endsWith(".js"))).isNotEmpty()
				.allSatisfy((file) -> assertThat(Loader.of(file.toString()))
					.hasValueSatisfying((loader) -> assertThat(loader.isMere(read(file))).isTrue()));
		}
	}

	@Test
	void programOfAnOlderVersionDoesToo() {
		assertThat(loader().isMere(OLD.replace("global.dbm || require('db-migrate')", "null"))).isTrue();
		assertThat(loader().isMere(OLD.replace("'", "\"").replace("global.dbm || require(\"db-migrate\")", "null")))
			.isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			return db.runSql(data);            | return db.runSql(data).then(() => db.insert('a', [], []));
			return db.runSql(data);            | return db.runSql('drop table a');
			return db.runSql(data);            | return db.runSql(data + ' cascade');
			return db.runSql(data);            | return db.runSql(data.replace('a', 'b'));
			return db.runSql(data);            | return db['runSql'](data);
			return db.runSql(data);            | return run(db, data);
			return db.runSql(data);            | return data;
			ferries-up.sql                     | ferries-down.sql
			ferries-up.sql                     | other-up.sql
			'ferries-up.sql');                 | 'ferries-up.sql'); var more = 'x-up.sql';
			require('fs')                      | require('child_process')
			exports.up =                       | exports.undo =
			seed = seedLink;                   | seed = seedLink; process.exit(1);
			seed = seedLink;                   | seed = seedLink; db.runSql(data);
			""")
	void programThatDoesAnythingElseDoesNot(String code, String changed) {
		String text = read(FOLDER.resolve(NAME + ".js")).replace("20240101080000-ferries", "ferries");
		Loader loader = new Loader("ferries", "sqls/ferries");
		assertThat(text).contains(code);
		assertThat(loader.isMere(text)).isTrue();
		assertThat(loader.isMere(text.replace(code, changed))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "2024-a.js", "20240101080000-a.go", "20240101080000_a.js", "20240101080000-a.b.js", "a.js",
			"20240101080000-a.sql" })
	void otherNamesAreThoseOfOtherPrograms(String name) {
		assertThat(Loader.of(name)).isEmpty();
	}

	private static Loader loader() {
		return Loader.of(NAME + ".js").orElseThrow();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
