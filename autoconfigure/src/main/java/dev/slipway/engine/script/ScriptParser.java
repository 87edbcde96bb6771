package dev.slipway.engine.script;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dev.slipway.Layout;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.sql.CodeFreeStatements;
import dev.slipway.engine.sql.SettingStatement;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlStatement.Kind;
import dev.slipway.engine.sql.SqlSyntaxException;
import dev.slipway.engine.sql.TransactionBalance;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole script to learn what has to be known before its first statement runs.
 */
final class ScriptParser implements AutoCloseable {

	/** A transaction like the one that Slipway begins anyway. */
	private static final Pattern PLAIN_BEGIN = Pattern
		.compile("(?i)begin(?:\\s+(?:work|transaction))?|start\\s+transaction");

	private static final int LONGEST_QUOTE = 40;

	/** What creates nothing in a schema. */
	private static final Pattern CREATES_NO_OBJECT = Pattern.compile(
			"(?i)(?:create\\s+(?:schema|role|user|group)|set|reset|select\\s+(?:pg_catalog\\.)?set_config|begin|start|do|vacuum)\\b");

	private static final Pattern CREATE_SCHEMA = Pattern.compile(
			"(?i)\\bcreate\\s+schema\\s+(?:if\\s+not\\s+exists\\s+)?(?:\"((?:[^\"]|\"\")+)\"|([\\p{L}_][\\p{L}\\p{N}_$]*))");

	private static final int LONGEST_BLOCK = 20_000;

	private final ScriptFile file;

	private final SourceText source;

	private final Sections sections;

	private final ScriptStatements statements;

	private final ToolReading reading;

	private final SortedSet<String> customSettings = new TreeSet<>();

	private final SortedSet<String> createdSchemas = new TreeSet<>();

	private boolean createsObjects;

	/** The placeholders by their names that nothing replaces. */
	private final Map<String, String> unreplaced = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private final boolean leavesPlaceholders;

	private final ScriptCopy undo;

	/** What a tool that the file may be of reads otherwise. */
	private final Map<Layout, SqlSyntaxException> otherwise = new EnumMap<>(Layout.class);

	/** The lines on which its parts begin, in the order in which they are stored. */
	private final List<Integer> undoParts = new ArrayList<>();

	private final StatementHashes.Collector hashes = new StatementHashes.Collector();

	private final CodeFreeStatements codeFree = new CodeFreeStatements();

	private final Map<String, String> namesOfRules;

	private int count;

	/** Statements that begin or end the transaction that Slipway has anyway. */
	private int around;

	/** A COMMIT that may be the last statement. */
	private @Nullable SqlStatement commit;

	private @Nullable String reason;

	private final TransactionBalance transaction = new TransactionBalance();

	private final TransactionBalance transactionOfUndo = new TransactionBalance();

	ScriptParser(ScriptFile file, SourceText source) throws IOException {
		Reader script = source.open();
		this.source = source;
		this.undo = ScriptCopy.look(source, script, false);
		this.file = file;
		this.sections = source.sections();
		this.namesOfRules = file.rules().names();
		this.leavesPlaceholders = source.leavesPlaceholders();
		this.reading = new ToolReading(script, FileSubstitution.keepsVariables(file.layout(), source.head()));
		this.statements = new ScriptStatements(script, this.sections, false, source.includes(), this.undo,
				this.reading);
	}

	ParsedScript read() throws SqlSyntaxException, IOException {
		for (SqlStatement next = this.statements.read(); next != null; next = this.statements.read()) {
			check(next);
			if (this.sections.isUp()) {
				this.transaction.take(next);
				take(next);
			}
			else if (this.sections.isUndo()) {
				this.transactionOfUndo.take(next);
				noteUndoPart();
				this.undo.add(next, this.statements::takeData);
			}
		}
		SqlSyntaxException otherwise = (this.sections.layout() != null) ? this.otherwise.get(this.sections.layout())
				: null;
		if (otherwise != null) {
			throw otherwise;
		}
		this.transaction.end();
		this.transactionOfUndo.end();
		String refusal = refusal();
		Layout layout = this.sections.layout();
		return new ParsedScript((layout != null) ? layout : Layout.PLAIN,
				(refusal != null) ? this.count : this.count - this.around, refusal == null,
				(refusal != null) ? refusal : "", this.customSettings.stream().toList(),
				this.createdSchemas.stream().toList(), this.unreplaced.values().stream().toList(), undo(),
				this.hashes.all(), this.codeFree.certain());
	}

	/**
	 * Whether a tool reads a statement otherwise matters once the file is known as its.
	 */
	private void check(SqlStatement statement) throws SqlSyntaxException, IOException {
		Layout layout = this.sections.layout();
		if (layout != null) {
			this.reading.check(layout, statement, this.sections.isUp());
			return;
		}
		check(this.sections.common(), statement);
		check(Layouts.toldLater(statement.text()), statement);
	}

	private void check(@Nullable Layout possible, SqlStatement statement) throws IOException {
		try {
			this.reading.check(possible, statement, this.sections.isUp());
		}
		catch (SqlSyntaxException ex) {
			this.otherwise.putIfAbsent(Objects.requireNonNull(possible), ex);
		}
	}

	private void take(SqlStatement statement) {
		this.count++;
		if (this.hashes.wants(statement)) {
			this.hashes.add(SourceText.withNames(statement.text(), names()));
		}
		this.codeFree.take(statement);
		this.customSettings.addAll(SettingStatement.customNames(statement.text()));
		takeSchemas(statement.text());
		if (this.leavesPlaceholders) {
			takePlaceholders(statement);
		}
		if (this.commit != null) {
			control(this.commit);
			this.commit = null;
		}
		Kind kind = statement.kind();
		if (kind == Kind.COMMIT) {
			this.commit = statement;
			this.around++;
		}
		else if (kind == Kind.BEGIN && this.count == 1 && PLAIN_BEGIN.matcher(statement.text()).matches()) {
			this.around++;
		}
		else if (kind == Kind.BEGIN || kind == Kind.ROLLBACK || isModeOfOwnTransaction(statement)) {
			control(statement);
		}
		else if (kind == Kind.NON_TRANSACTIONAL) {
			because("it has " + brief(statement) + place(statement));
		}
	}

	private Map<String, String> names() {
		if (this.source.names().isEmpty()) {
			return this.namesOfRules;
		}
		Map<String, String> names = new HashMap<>(this.namesOfRules);
		this.source.names().forEach(names::putIfAbsent);
		return names;
	}

	private void takePlaceholders(SqlStatement statement) {
		String text = statement.text();
		for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", at + 1)) {
			for (String name : this.file.rules().placeholders().keySet()) {
				int end = at + 2 + name.length();
				if (text.startsWith("}", end) && text.regionMatches(true, at + 2, name, 0, name.length())
						&& !this.unreplaced.containsKey(name)) {
					this.unreplaced.put(name,
							this.source.locate(statement.offset(at)) + ": " + text.substring(at, end + 1));
				}
			}
		}
	}

	/** PostgreSQL folds names without quotes to lower case. */
	private void takeSchemas(String statement) {
		this.createsObjects = this.createsObjects || !CREATES_NO_OBJECT.matcher(statement).lookingAt();
		if (!this.createsObjects && statement.length() <= LONGEST_BLOCK) {
			CREATE_SCHEMA.matcher(statement)
				.results()
				.map((name) -> (name.group(1) != null) ? name.group(1).replace("\"\"", "\"")
						: name.group(2).toLowerCase(Locale.ROOT))
				.forEach(this.createdSchemas::add);
		}
	}

	/** Slipway's transaction has begun with queries, and could not obey. */
	private boolean isModeOfOwnTransaction(SqlStatement statement) {
		return statement.kind() == Kind.TRANSACTION_MODE && this.count == 2 && this.around == 1;
	}

	private void control(SqlStatement statement) {
		because("it controls transactions itself, with " + brief(statement) + place(statement));
	}

	private void because(String first) {
		this.reason = (this.reason != null) ? this.reason : first;
	}

	private @Nullable String refusal() {
		if (this.sections.upWithoutTransaction() > 0) {
			return "line " + this.sections.upWithoutTransaction() + " says so";
		}
		if (this.file.noTransaction()) {
			return "its name or a file beside it says so";
		}
		return this.reason;
	}

	private void noteUndoPart() {
		Integer part = this.sections.undoPart();
		if (this.sections.isUndoneInReverse() && !this.undoParts.contains(part)) {
			this.undoParts.add(0, part);
		}
	}

	private Optional<StoredUndo> undo() throws SqlSyntaxException, IOException {
		this.undo.end();
		return this.undo.isEmpty() ? Optional.empty()
				: Optional.of(StoredUndo.of(this.source, false, this.sections.undoWithoutTransaction() == 0,
						this.undo.hasVariables(), (this.undoParts.size() > 1) ? this.undoParts : List.of(0)));
	}

	private String place(SqlStatement statement) {
		String path = this.source.path(statement.offset());
		return " on line " + statement.line() + (path.equals(this.source.path()) ? "" : " of " + path);
	}

	private static String brief(SqlStatement statement) {
		String line = statement.text().lines().findFirst().orElse("");
		return (line.length() > LONGEST_QUOTE) ? line.substring(0, LONGEST_QUOTE) + "…" : line;
	}

	@Override
	public void close() throws IOException {
		this.statements.close();
	}

}
