package dev.slipway.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A script of random statements in random spelling: blanks and comments wherever they may
 * stand, keywords in any case, each string in any of its quotings.
 */
final class GeneratedScript {

	private static final int STATEMENTS = 25;

	private static final List<String> GAPS = List.of(" ", " ", " ", " ", "\n", "\t", "\r\n", "\f", "\n\n\n", "/**/",
			" /* ; ' \" $$ */ ", " -- it's; /* \n", "--\n", " /* a /* nested; */ -- */ ", "/*\n\\.\n;\n*/",
			" -- $a$\r\n");

	private static final List<String> BETWEEN = List.of("", "", "\n", "\n", "\n\n", ";", " ; ;\n", "-- a; comment\n",
			"/* a;\ncomment */", "\n--\n", "\t\n");

	/**
	 * In templates, {@code ~} is a gap, and these stand for a table, a string, a number.
	 */
	private static final List<String> TEMPLATES = List.of("insert~into~@T~values~(~@N~,~@S~,~@S~)",
			"insert~into~@T~(~b~,~\"c;\"~)~select~@S~,~@S~||~@S~from~generate_series(~1,@N~)",
			"update~@T~set~b~=~case~when~a~>~@N~then~@S~else~@S~end,~\"c;\"=@S~where~a~%~3~=~1",
			"delete~from~@T~where~b~=~@S~or~a~=~@N", "comment~on~table~@T~is~@S", "comment~on~column~@T~.~\"c;\"~is~@S",
			"alter~table~@T~add~column~@I~text~default~@S",
			"create~view~@I~as~select~a~,~b~as~\"end\"~,~@S~as~s~from~@T",
			"create~index~@I~on~@T~(~(~b~||~@C~)~)~where~b~<>~@C",
			"create~function~@I(~n~int~)~returns~text~language~sql~begin~atomic~insert~into~@T~values~(~n~,~@C~)~;~"
					+ "select~case~when~n~>~@N~then~@C~else~case~n~when~1~then~@C~end~end~;~end",
			"create~function~@I(~int~=~@N)~returns~text~language~sql~as~@Q(select~@C~;~select~@C~)",
			"create~or~replace~procedure~@I()~language~plpgsql~as~@Q(begin~update~@T~set~b~=~@C~;~perform~@N;~end)",
			"do~@Q(begin~insert~into~@T~values~(~@N~,~@C~)~;~end~;~)",
			"create~rule~@I~as~on~insert~to~@T~where~new.a~=~-@N~do~also~(~update~@T~set~b~=~@C~where~a~=~-1~;~"
					+ "delete~from~@T~where~a~=~-1~;~)",
			"create~type~@I~as~enum~(~@S~)", "create~domain~@I~as~text~check~(~value~<>~@C~)~default~@S",
			"prepare~p~as~insert~into~@T~values~(~$1~,~$2~||~@S~)~;~execute~p~(~@N~,~@S~)~;~deallocate~p",
			"savepoint~s~;~insert~into~@T~values~(~@N~)~;~rollback~to~s",
			"alter~table~@T~alter~column~b~set~default~@S", "select~@N~+~@N-@N~,~@S~,~(~select~count(*)~from~@T~)",
			"create~sequence~@I~start~@N~;~select~nextval(~@R~)", "set~local~work_mem~=~'1MB'");

	private final String prefix;

	private final Random random;

	private final StringBuilder script = new StringBuilder();

	private final List<String> tables = new ArrayList<>();

	private int names;

	private String lastName = "";

	private boolean conforming = true;

	private GeneratedScript(String prefix, Random random) {
		this.prefix = prefix;
		this.random = random;
	}

	/**
	 * Write a script.
	 * @param prefix what its objects' names begin with
	 * @param random decides
	 * @param withData whether it holds data for COPY
	 */
	static String write(String prefix, Random random, boolean withData) {
		GeneratedScript script = new GeneratedScript(prefix, random);
		script.write(withData);
		return script.script.toString();
	}

	private void write(boolean withData) {
		addTable();
		for (int i = 0; i < STATEMENTS; i++) {
			int choice = this.random.nextInt(20);
			if (choice == 0) {
				addTable();
			}
			else if (choice == 1) {
				changeStrings(!this.conforming);
			}
			else if (choice <= 4 && withData) {
				addData();
			}
			else {
				addStatement(spell(one(TEMPLATES)));
			}
		}
		if (this.random.nextBoolean()) {
			this.script.append("select 1 -- without a semicolon");
		}
	}

	private void addStatement(String sql) {
		this.script.append(one(BETWEEN)).append(sql).append(this.random.nextBoolean() ? ";" : gap() + ";");
	}

	private void addTable() {
		addStatement(spell("create~table~@I~(~a~int~,~b~text~default~@S~,~\"c;\"~text~)"));
		this.tables.add(this.lastName);
	}

	private void changeStrings(boolean conforming) {
		addStatement(spell("set~escape_string_warning~=~off"));
		addStatement("set standard_conforming_strings " + one(List.of("=", "to")) + " " + (conforming ? "on" : "off"));
		this.conforming = conforming;
	}

	private void addData() {
		boolean csv = this.random.nextBoolean();
		addStatement(spell("copy~@T~(~a~,~b~)~from~stdin" + (csv ? "~(~format~csv~)" : "")));
		this.script.append('\n');
		for (int row = this.random.nextInt(6); row > 0; row--) {
			String value = value().replace("\\.", ".");
			this.script.append(this.random.nextInt(1000))
				.append(csv ? ',' : '\t')
				.append(csv ? '"' + value.replace("\"", "\"\"") + '"' : escaped(value))
				.append('\n');
		}
		this.script.append("\\.\n");
	}

	private static String escaped(String value) {
		return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
	}

	private String spell(String template) {
		StringBuilder sql = new StringBuilder();
		int i = 0;
		while (i < template.length()) {
			char c = template.charAt(i);
			if (c == '~') {
				sql.append(gap());
			}
			else if (c == '@' && template.charAt(i + 1) == 'Q') {
				int end = template.lastIndexOf(')');
				sql.append(quoted(spell(template.substring(i + 3, end)), false));
				i = end;
			}
			else if (c == '@') {
				sql.append(fill(template.charAt(++i)));
			}
			else {
				sql.append(Character.isLetter(c) && this.random.nextInt(4) == 0
						&& Character.isWhitespace(before(template, i)) ? Character.toUpperCase(c) : c);
			}
			i++;
		}
		return sql.toString();
	}

	private static char before(String text, int index) {
		return (index == 0 || text.charAt(index - 1) == '~') ? ' ' : text.charAt(index - 1);
	}

	private String fill(char what) {
		return switch (what) {
			case 'T' -> one(this.tables);
			case 'I' -> name();
			case 'R' -> "'" + this.lastName.replace("'", "''") + "'";
			case 'N' -> String.valueOf(1 + this.random.nextInt(20));
			case 'C' -> quoted(value(), false);
			default -> quoted(value(), true);
		};
	}

	private String name() {
		String name = this.prefix + "_" + (++this.names);
		this.lastName = switch (this.random.nextInt(5)) {
			case 0 -> '"' + name + "; x\"";
			case 1 -> '"' + name + " \"\" -- ' $$\"";
			case 2 -> name + "_é$";
			case 3 -> name.toUpperCase(Locale.ROOT);
			default -> name;
		};
		return this.lastName;
	}

	private String value() {
		return one(GeneratedDatabase.AWKWARD) + ((this.random.nextInt(3) == 0) ? one(GeneratedDatabase.AWKWARD) : "");
	}

	/**
	 * Quote a text.
	 * @param text the text
	 * @param parts whether the string may be written in several parts
	 */
	private String quoted(String text, boolean parts) {
		switch (this.random.nextInt(5)) {
			case 0 -> {
				return one(List.of("e'", "E'")) + escaped(text).replace("'", this.random.nextBoolean() ? "\\'" : "''")
						+ "'";
			}
			case 1 -> {
				if (this.conforming) {
					return "U&'" + text.replace("\\", "\\\\").replace("'", "''").replace(";", "\\003B") + "'";
				}
			}
			case 2 -> {
				String tag = one(List.of("$$", "$a$", "$Body_1$", "$_$"));
				if (!(text + tag.charAt(0)).contains(tag) && !text.endsWith("$")) {
					return tag + text + tag;
				}
			}
			default -> {
			}
		}
		if (parts && this.random.nextInt(4) == 0) {
			return plain(text) + one(List.of("\n", " \n\t ", " -- and; 'more'\n ")) + plain(value());
		}
		return plain(text);
	}

	private String plain(String text) {
		return "'" + (this.conforming ? text : text.replace("\\", "\\\\")).replace("'", "''") + "'";
	}

	private String gap() {
		return one(GAPS);
	}

	private <T> T one(List<T> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

}
