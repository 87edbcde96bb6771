package dev.slipway.engine.layout;

import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program that db-migrate writes for a migration in SQL: it does nothing but run the
 * two scripts of its own name. People add to it what SQL cannot do.
 *
 * @param name its name without the ending
 * @param scripts the path of its scripts, without their endings
 */
public record Loader(String name, String scripts) {

	private static final Pattern PROGRAM = Pattern.compile("(.*/)?(\\d{14}-[^./]+)\\.(?:[cm]?js|ts)");

	private static final Pattern COMMENT = Pattern.compile("/\\*(?s:.*?)\\*/|(?<!:)//.*");

	private static final Pattern CALL = Pattern.compile("([\\w$.]+|[\\])])\\s*\\(");

	/** What a loader calls. Those of older versions have no promises. */
	private static final Set<String> CALLED = Set.of("function", "if", "require", "path.join", "fs.readFile",
			"console.log", "Promise", ".then", "Promise.resolve", "resolve", "reject", "callback", "db.runSql");

	private static final Pattern SCRIPT = Pattern.compile("[^\\s'\"`/]*\\.sql\\b");

	private static final Pattern MODULE = Pattern.compile("require\\(['\"](?!fs['\"]|path['\"])");

	/** Return the loader that a path may be the one of. */
	public static Optional<Loader> of(String path) {
		Matcher matcher = PROGRAM.matcher(path);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		String folder = (matcher.group(1) != null) ? matcher.group(1) : "";
		return Optional.of(new Loader(matcher.group(2), folder + "sqls/" + matcher.group(2)));
	}

	/** Return the path of the script that it runs. */
	public String up() {
		return this.scripts + "-up.sql";
	}

	/** Return the path of the script that undoes it. */
	public String down() {
		return this.scripts + "-down.sql";
	}

	/**
	 * Return whether a program is a loader and nothing else.
	 * @param text its text
	 */
	public boolean isMere(String text) {
		String code = COMMENT.matcher(text).replaceAll("");
		int up = code.indexOf("exports.up");
		int down = code.indexOf("exports.down");
		return 0 <= up && up < down && !MODULE.matcher(code).find()
				&& CALL.matcher(code).results().allMatch((call) -> CALLED.contains(call.group(1)))
				&& runs(code.substring(0, up), "") && runs(code.substring(up, down), this.name + "-up.sql")
				&& runs(code.substring(down), this.name + "-down.sql");
	}

	/** Whether a part of the program runs one script, or none. */
	private static boolean runs(String part, String script) {
		String scripts = String.join(" ", SCRIPT.matcher(part).results().map(MatchResult::group).toList());
		int calls = script.isEmpty() ? 0 : 1;
		return scripts.equals(script) && part.split("db\\.", -1).length - 1 == calls
				&& part.split("db\\.runSql\\(\\s*data\\s*[,)]", -1).length - 1 == calls;
	}

}
