package dev.slipway.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds in the statements of a transaction what the search path decides: operators,
 * functions, types and relations without a schema, and expressions of the grammar that
 * stand for such an operator. Behind a statement that sets the path to
 * {@code pg_catalog, pg_temp} nothing is wrong, up to the next one that sets another, or
 * the end of the transaction.
 * <p>
 * Not a parser: made for the SQL that Slipway sends, and rather too strict than blind.
 */
public final class SearchPathCheck {

	private static final Pattern TOKEN = Pattern.compile("""
			(?<comment>--[^\\n]*|/\\*.*?\\*/)
			|(?<dollar>(?<tag>\\$(?:[a-zA-Z_]\\w*)?\\$)(?<body>.*?)\\k<tag>)
			|(?<string>[eE]'(?:[^'\\\\]|''|\\\\.)*+'|'(?:[^']|'')*+')
			|(?<quoted>"(?:[^"]|"")*+")
			|(?<number>\\d+(?:\\.\\d+)?|\\$\\d+)
			|(?<word>[\\p{L}_][\\p{L}\\p{N}_$]*)
			|(?<mark>::|:=|=>|\\.\\.|[(),;.:\\[\\]])
			|(?<operator>[-+*/<>=~!@\\#%^&|`?]+)""", Pattern.DOTALL | Pattern.COMMENTS);

	private static final String SAFE_PATH = "pg_catalog,pg_temp";

	/** Types that the grammar itself maps to those of pg_catalog (manual, appendix C). */
	private static final Set<String> GRAMMAR_TYPES = Set.of("int", "integer", "bigint", "smallint", "numeric",
			"decimal", "dec", "real", "float", "double", "boolean", "bit", "char", "character", "varchar", "nchar",
			"timestamp", "time", "interval");

	private static final Set<String> OTHER_TYPES = Set.of("text", "int2", "int4", "int8", "float4", "float8", "bool",
			"uuid", "json", "jsonb", "date", "timestamptz", "timetz", "oid", "name", "regclass", "regtype",
			"regnamespace", "xid", "xid8", "inet", "bytea", "record", "refcursor");

	/** Words that may stand before a parenthesis and are no functions. */
	private static final Set<String> NO_FUNCTIONS = Set.of("in", "any", "all", "some", "exists", "values", "array",
			"coalesce", "nullif", "greatest", "least", "extract", "trim", "overlay", "position", "cast", "row", "when",
			"then", "else", "case", "and", "or", "not", "filter", "over", "within", "select", "from", "where", "as",
			"on", "join", "lateral", "union", "except", "intersect", "by", "having", "limit", "using", "with",
			"materialized", "unique", "check", "key", "references", "operator", "if", "elsif", "perform", "return",
			"into", "table", "distinct", "default", "is", "loop", "for", "while", "explain", "vacuum", "analyze",
			"reindex", "include", "collate", "call", "execute", "immutable", "generated", "identity", "grouping",
			"is_not", "between", "like", "set", "lock");

	/** Words after which a minus is a sign. */
	private static final Set<String> BEFORE_OPERAND = Set.of("select", "where", "and", "or", "not", "on", "when",
			"then", "else", "in", "limit", "by", "return", "values", "default", "between", "distinct");

	private static final Set<String> FROM_ENDS = Set.of("where", "group", "order", "having", "limit", "union", "except",
			"intersect", "window", "loop", "returning", "for", "fetch");

	private static final Set<String> RAISE_OPTIONS = Set.of("errcode", "message", "detail", "hint", "schema", "table",
			"column", "constraint", "datatype");

	/** Openers in which FROM begins no list of relations. */
	private static final Set<String> FROM_IS_A_SEPARATOR = Set.of("extract", "substring", "trim", "overlay");

	private final Set<String> problems = new TreeSet<>();

	private final Set<String> operators = new TreeSet<>();

	private final Set<String> functions = new TreeSet<>();

	private boolean safe;

	/** Check the statements of a transaction, in their order. */
	public SearchPathCheck(List<String> statements) {
		for (String sql : statements) {
			if (sql.contains(TrapDatabase.SCRIPT)) {
				// Whatever it sets.
				this.safe = false;
			}
			else {
				new Text(sql, false).check();
			}
		}
	}

	/** What the path decides, each with the text around it. */
	public Set<String> problems() {
		return this.problems;
	}

	/** The names of all operators, with a schema or without. */
	public Set<String> operators() {
		return this.operators;
	}

	/** The names of all functions, with a schema or without. */
	public Set<String> functions() {
		return this.functions;
	}

	private enum Kind {

		STRING, QUOTED, NUMBER, WORD, MARK, OPERATOR, BODY

	}

	private record Token(Kind kind, String text, int start) {

		boolean is(String... texts) {
			return this.kind != Kind.STRING && this.kind != Kind.BODY && this.kind != Kind.QUOTED
					&& List.of(texts).contains(this.text);
		}

		boolean isName() {
			return this.kind == Kind.WORD || this.kind == Kind.QUOTED;
		}

		boolean isOperand() {
			return switch (this.kind) {
				case STRING, QUOTED, NUMBER, BODY -> true;
				case WORD -> !BEFORE_OPERAND.contains(this.text);
				case MARK -> is(")", "]");
				case OPERATOR -> false;
			};
		}

	}

	/** What is between two parentheses, or a whole statement. */
	private static final class Frame {

		private final String opener;

		private boolean inFrom;

		private boolean inAssignments;

		private final boolean inColumns;

		Frame(String opener, boolean inColumns) {
			this.opener = opener;
			this.inColumns = inColumns;
		}

	}

	private final class Text {

		private final List<Token> tokens = new ArrayList<>();

		private final Set<String> commonTables = new HashSet<>();

		private final String sql;

		private final boolean block;

		private Deque<Frame> frames = new ArrayDeque<>(List.of(new Frame("", false)));

		private int statement;

		private int i;

		private boolean declaring;

		Text(String sql, boolean block) {
			this.sql = sql;
			this.block = block;
		}

		void check() {
			Matcher matcher = TOKEN.matcher(this.sql);
			while (matcher.find()) {
				if (matcher.group("body") != null) {
					this.tokens.add(new Token(Kind.BODY, matcher.group("body"), matcher.start()));
				}
				else if (matcher.group("comment") == null) {
					this.tokens.add(token(matcher));
				}
			}
			while (this.i < this.tokens.size()) {
				visit();
				this.i++;
			}
			endStatement();
		}

		private static Token token(Matcher matcher) {
			for (Kind kind : Kind.values()) {
				String text = matcher.group(kind.name().toLowerCase(Locale.ROOT));
				if (text != null) {
					return new Token(kind, (kind == Kind.WORD) ? text.toLowerCase(Locale.ROOT) : text, matcher.start());
				}
			}
			throw new IllegalStateException("Not understood at " + matcher.start());
		}

		private Token at(int index) {
			return (index >= 0 && index < this.tokens.size()) ? this.tokens.get(index)
					: new Token(Kind.MARK, ";", this.sql.length());
		}

		private Frame frame() {
			return this.frames.getFirst();
		}

		private void visit() {
			Token token = at(this.i);
			switch (token.kind()) {
				case OPERATOR -> operator(token);
				case MARK -> mark(token);
				case WORD -> word(token);
				case QUOTED -> call(token);
				case BODY -> new Text(token.text(), true).check();
				default -> {
				}
			}
		}

		private void mark(Token token) {
			Token before = at(this.i - 1);
			switch (token.text()) {
				case "(" -> this.frames
					.push(new Frame(before.kind() == Kind.WORD ? before.text() : "", at(this.statement).is("create")
							&& at(this.statement + 1).is("table", "temp", "temporary") && this.frames.size() == 1));
				case ")" -> {
					if (this.frames.size() > 1) {
						this.frames.pop();
					}
				}
				case ";" -> endStatement();
				case "::" -> type(this.i + 1);
				case "," -> {
					if (frame().inFrom) {
						relation();
					}
				}
				default -> {
				}
			}
			if (frame().inColumns && token.is("(", ",") && at(this.i + 1).isName()
					&& !at(this.i + 1).is("unique", "primary", "check", "constraint", "foreign", "exclude", "like")) {
				type(this.i + 2);
			}
		}

		private void word(Token token) {
			if (startsStatement()) {
				this.statement = this.i;
			}
			String text = token.text();
			Token next = at(this.i + 1);
			Token before = at(this.i - 1);
			if (before.is(".")) {
				call(token);
				return;
			}
			switch (text) {
				case "operator" -> {
					if (next.is("(")) {
						qualifiedOperator();
						return;
					}
				}
				case "declare" -> {
					this.declaring = this.block;
					if (this.declaring) {
						type(this.i + 2);
					}
				}
				case "begin" -> this.declaring = false;
				case "in" -> {
					if (next.is("(") && !at(this.statement).is("for")) {
						hidden("=", "in (…)");
					}
				}
				case "between" -> hidden(">=", "between");
				case "like" -> {
					if (!frame().inColumns) {
						hidden("~~", "like");
					}
				}
				case "ilike" -> hidden("~~*", "ilike");
				case "similar" -> hidden("~", "similar to");
				case "nullif" -> hidden("=", "nullif");
				case "natural" -> hidden("=", "natural join");
				case "distinct" -> {
					if (before.is("is") || (before.is("not") && at(this.i - 2).is("is"))) {
						hidden("=", "is distinct from");
					}
				}
				case "case" -> {
					if (!next.is("when")) {
						hidden("=", "case x when");
					}
				}
				case "using" -> {
					if (next.is("(")) {
						hidden("=", "join using (…)");
					}
				}
				case "as" -> {
					if (frame().opener.equals("cast")) {
						type(this.i + 1);
					}
				}
				case "with" -> {
					if (next.is("recursive")) {
						this.commonTables.add(at(this.i + 2).text());
					}
					else if (next.isName()) {
						this.commonTables.add(next.text());
					}
				}
				case "from" -> {
					if (!before.is("distinct") && !FROM_IS_A_SEPARATOR.contains(frame().opener)) {
						frame().inFrom = true;
						frame().inAssignments = false;
						relation();
					}
				}
				case "join" -> relation();
				case "into" -> {
					if (before.is("insert")) {
						relation();
					}
				}
				case "update" -> {
					if (this.statement == this.i) {
						relation();
					}
				}
				case "set" -> {
					if (at(this.statement).is("update")) {
						frame().inAssignments = true;
					}
				}
				default -> {
				}
			}
			if (FROM_ENDS.contains(text)) {
				frame().inFrom = false;
				frame().inAssignments = false;
			}
			if (next.kind() == Kind.STRING && OTHER_TYPES.contains(text)) {
				problem("type " + text, token);
			}
			call(token);
		}

		private boolean startsStatement() {
			Token before = at(this.i - 1);
			return this.i == 0 || before.is(";")
					|| (this.block && before.is("begin", "then", "else", "loop", "declare") && !inCase());
		}

		private boolean inCase() {
			return this.frames.size() > 1;
		}

		private void operator(Token token) {
			Token before = at(this.i - 1);
			Token next = at(this.i + 1);
			String text = token.text();
			boolean operand = before.isOperand() && !endsOperator();
			boolean star = text.equals("*") && (!operand || before.is("unlisten", "distinct"));
			boolean sign = (text.equals("-") || text.equals("+")) && !operand && next.kind() == Kind.NUMBER;
			boolean assigned = text.equals("=") && (at(this.statement).is("set", "get", "alter")
					|| (at(this.statement).is("raise") && RAISE_OPTIONS.contains(before.text()))
					|| (frame().inAssignments && (at(this.i - 2).is("set", ","))));
			if (!star && !sign && !assigned) {
				this.operatorUsed(text);
				problem("operator " + text, token);
			}
		}

		/** Whether what is called is {@code name(columns) as (query)}. */
		private boolean isCommonTable() {
			int end = this.i + 2;
			while (!at(end).is(")", ";")) {
				end++;
			}
			return at(end + 1).is("as") && at(end + 2).is("(");
		}

		/** Whether the token before is the end of {@code operator(schema.name)}. */
		private boolean endsOperator() {
			return at(this.i - 1).is(")") && at(this.i - 2).kind() == Kind.OPERATOR;
		}

		private void operatorUsed(String name) {
			SearchPathCheck.this.operators.add(name);
		}

		/** Skips {@code (schema.operator)}. */
		private void qualifiedOperator() {
			operatorUsed(at(this.i + 4).text());
			if (!at(this.i + 2).is("pg_catalog")) {
				problem("operator " + at(this.i + 2).text() + "." + at(this.i + 4).text(), at(this.i));
			}
			this.i += 5;
		}

		private void hidden(String operator, String expression) {
			operatorUsed(operator);
			problem("operator " + operator + " in " + expression, at(this.i));
		}

		private void call(Token token) {
			Token before = at(this.i - 1);
			if (!at(this.i + 1).is("(") || (token.kind() == Kind.WORD && !before.is(".")
					&& (NO_FUNCTIONS.contains(token.text()) || GRAMMAR_TYPES.contains(token.text())))) {
				return;
			}
			if (!this.block && this.i == 1 && before.is("execute")) {
				// A prepared statement, whose name has no schema.
				return;
			}
			if (before.is(",") && !this.commonTables.isEmpty() && isCommonTable()) {
				this.commonTables.add(token.text());
				return;
			}
			boolean alias = before.is("as", "table", "view", "with", "recursive")
					|| (before.is(")") && !endsOperator());
			boolean qualified = before.is(".");
			if (alias || (qualified && !at(this.i - 2).is("pg_catalog"))) {
				return;
			}
			SearchPathCheck.this.functions.add(token.text());
			if (!qualified) {
				problem("function " + token.text(), token);
			}
			else if (token.is("set_config") && at(this.i + 2).text().equals("'search_path'")) {
				path(at(this.i + 4));
			}
			if (!qualified && token.is("set_config") && at(this.i + 2).text().equals("'search_path'")) {
				path(at(this.i + 4));
			}
		}

		private void type(int index) {
			Token name = at(index);
			if (name.is("pg_catalog") || (name.kind() == Kind.WORD && GRAMMAR_TYPES.contains(name.text()))) {
				return;
			}
			problem("type " + name.text(), name);
		}

		private void relation() {
			int index = this.i + 1;
			while (at(index).is("only", "lateral", "table")) {
				index++;
			}
			Token name = at(index);
			if (name.isName() && !at(index + 1).is(".", "(") && !this.commonTables.contains(name.text())
					&& !name.is("select", "values")) {
				problem("relation " + name.text(), name);
			}
		}

		private void endStatement() {
			Token first = at(this.statement);
			if (first.is("set") && (at(this.statement + 1).is("search_path")
					|| (at(this.statement + 1).is("local", "session") && at(this.statement + 2).is("search_path")))) {
				int begin = at(this.statement + 1).is("search_path") ? this.statement + 3 : this.statement + 4;
				SearchPathCheck.this.safe = this.tokens.subList(begin, Math.max(begin, this.i))
					.stream()
					.map(Token::text)
					.collect(Collectors.joining())
					.equals(SAFE_PATH);
			}
			else if (this.nextPath != null) {
				SearchPathCheck.this.safe = this.nextPath;
			}
			else if (!this.block && first.is("begin", "commit", "rollback", "end", "start")) {
				SearchPathCheck.this.safe = false;
			}
			this.nextPath = null;
			this.frames = new ArrayDeque<>(List.of(new Frame("", false)));
			if (this.declaring && at(this.i + 1).isName() && !at(this.i + 1).is("begin")) {
				type(this.i + 2);
			}
			this.statement = this.i + 1;
		}

		private Boolean nextPath;

		/** Holds for what comes after the statement. */
		private void path(Token value) {
			this.nextPath = value.text().replace(" ", "").equals("'" + SAFE_PATH + "'");
		}

		private void problem(String what, Token token) {
			if (!SearchPathCheck.this.safe) {
				int begin = Math.max(0, token.start() - 30);
				int end = Math.min(this.sql.length(), token.start() + 60);
				SearchPathCheck.this.problems
					.add(what + " at: " + this.sql.substring(begin, end).replaceAll("\\s+", " ").strip());
			}
		}

	}

}
