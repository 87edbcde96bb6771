package dev.slipway.engine.script;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.Layout;
import dev.slipway.ScriptPosition;
import dev.slipway.engine.script.TemplateReader.Part;
import dev.slipway.engine.sql.SqlSyntaxException;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.ReadFailure;
import org.jspecify.annotations.Nullable;

/**
 * The text of one file: kept when it is small, read again whenever it is needed when it
 * is not.
 */
public final class SourceText {

	/** Up to how many characters of a text are kept. */
	static final int KEPT = 64 * 1024;

	/** All lines of psql's that name a file have this. */
	private static final String INCLUDE = "\\i";

	/** The name in a variable of one kind or another. */
	private static final Pattern NAME = Pattern.compile("\\$\\{?([^${}:?\\\\-][^${}:?-]*)");

	private final ScriptFile file;

	private final String checksum;

	/** All of the text, or its beginning. */
	private final String head;

	private final boolean whole;

	private final @Nullable Substitution substitution;

	/** The variables by their values, as far as the text was read. */
	private final Map<String, String> names = new ConcurrentHashMap<>();

	/** The files that stand in it; {@code null} without any. */
	private final @Nullable Includes includes;

	/** Whether it is a template of tern's. */
	private final boolean template;

	private SourceText(ScriptFile file, Raw raw) {
		this.file = file;
		this.checksum = raw.checksum();
		this.head = raw.head();
		this.whole = raw.whole();
		this.substitution = FileSubstitution.of(file, this.head).orElse(null);
		this.template = (file.layout() == Layout.TERN) ? TemplateReader.isIn(this.head) || !this.whole
				: file.layout() == null && TemplateReader.isFor(this.head);
		this.includes = (raw.includes() || this.template) ? new Includes(this) : null;
	}

	/** A file that stands in a script, and is read as that is. */
	private SourceText(ScriptFile file, Raw raw, SourceText script) {
		this.file = file;
		this.checksum = raw.checksum();
		this.head = raw.head();
		this.whole = raw.whole();
		this.substitution = script.substitution;
		this.template = false;
		this.includes = null;
	}

	/**
	 * Read a file once, and those that stand in it: check that they are UTF-8, make their
	 * checksums, keep what is small.
	 * @throws IOException if the file cannot be read or is no text
	 */
	static SourceText read(ScriptFile file) throws IOException {
		SourceText text = new SourceText(file, Raw.read(file));
		if (text.includes != null) {
			text.meet(text.includes);
		}
		return text;
	}

	/**
	 * Read a file once that stands in a script.
	 * @throws IOException if the file cannot be read or is no text
	 */
	static SourceText included(ScriptFile file, SourceText script) throws IOException {
		return new SourceText(file, Raw.read(file), script);
	}

	/** Find the files. */
	private void meet(Includes files) {
		if (this.template) {
			meetTemplates();
			files.complete();
			return;
		}
		try (ScriptStatements statements = new ScriptStatements(openSource(), sections(), false, files)) {
			while (statements.read() != null) {
				// What stands between the lines does not matter.
			}
		}
		catch (SqlSyntaxException ex) {
			// A value may make it right.
			if (this.substitution == null) {
				files.stop(ex);
			}
		}
		catch (IOException ex) {
			// Said when the script is parsed.
		}
		files.complete();
	}

	private void meetTemplates() {
		try (Reader reader = openSource()) {
			while (reader.skip(KEPT) > 0) {
				// Only what the templates are is learnt here.
			}
		}
		catch (IOException ex) {
			// Which template is missing is known by now.
		}
	}

	ScriptFile file() {
		return this.file;
	}

	String path() {
		return this.file.path();
	}

	/** The files that stand in it; {@code null} without any. */
	@Nullable Includes includes() {
		return this.includes;
	}

	/** Whether psql would have been given the text as it is. */
	boolean mayInclude() {
		return !this.template && (this.substitution == null || this.substitution instanceof PlaceholderSubstitution);
	}

	/** The checksum of the text and of all that stands in it. */
	String checksum() {
		return (this.includes != null) ? this.includes.checksum(this.checksum, (file) -> file.checksum)
				: this.checksum;
	}

	/**
	 * Return the checksum of what is run, which is another one where variables are
	 * replaced.
	 * @throws IOException if the file cannot be read again, or a variable has no value
	 */
	String checksumAsRun() throws IOException {
		if (this.substitution == null) {
			return checksum();
		}
		String replaced = checksumOfReplaced();
		return (this.includes != null) ? this.includes.checksum(replaced, SourceText::checksumAsRun) : replaced;
	}

	private String checksumOfReplaced() throws IOException {
		TextChecksum replaced = new TextChecksum();
		try (Reader reader = open()) {
			char[] buffer = new char[8 * 1024];
			for (int count = read(reader, buffer); count >= 0; count = read(reader, buffer)) {
				byte[] bytes = new String(buffer, 0, count).getBytes(StandardCharsets.UTF_8);
				replaced.update(bytes, 0, bytes.length);
			}
		}
		return replaced.hexadecimal();
	}

	/** Read a part that ends with a whole character. */
	private static int read(Reader reader, char[] buffer) throws IOException {
		int count = reader.read(buffer, 0, buffer.length - 1);
		if (count > 0 && Character.isHighSurrogate(buffer[count - 1])) {
			int low = reader.read();
			buffer[count] = (char) low;
			return (low >= 0) ? count + 1 : count;
		}
		return count;
	}

	/**
	 * Open the text as it is to be run: with its variables replaced.
	 * @throws IOException if the file cannot be read again; at its end, if it has changed
	 */
	Reader open() throws IOException {
		return (this.substitution != null) ? new SubstitutedReader(openSource(), this.substitution, this::note)
				: openSource();
	}

	private void note(String variable, String value) {
		Matcher name = NAME.matcher(variable);
		if (value.length() > ReadingRules.LONGEST_SHOWN && name.lookingAt()) {
			this.names.putIfAbsent(value, "${" + name.group(1) + "}");
		}
	}

	/** What is shown in the place of values that this text has. */
	Map<String, String> names() {
		return this.names;
	}

	/** Whether variables of the environment may be replaced in this text. */
	boolean replacesEnvironment() {
		return this.substitution instanceof EnvironmentSubstitution;
	}

	/** Whether values are replaced that must not be written down. */
	boolean replacesVariables() {
		return this.substitution != null && this.substitution.replacesVariables();
	}

	/**
	 * Return the layout that the name, a setting or the first lines tell, without reading
	 * more; {@code null} when they do not.
	 */
	@Nullable Layout told() {
		if (this.file.layout() != null) {
			return this.file.layout();
		}
		return (this.substitution instanceof LineSubstitution ofTool) ? ofTool.layout()
				: this.template ? Layout.TERN : FileSubstitution.told(this.head).orElse(null);
	}

	/** The sections of the script, before anything of it was read. */
	Sections sections() {
		Sections sections = this.file.sections();
		if (this.substitution instanceof LineSubstitution ofTool) {
			sections.isOf(ofTool.layout());
		}
		else if (this.template) {
			sections.isOf(Layout.TERN);
		}
		return sections;
	}

	/** The text as the file has it, or its beginning. */
	String head() {
		return this.head;
	}

	/** The lines by which a script of its own says what is replaced in it. */
	String header() {
		return (this.substitution != null) ? this.substitution.header() : "";
	}

	/** Open the text as the file has it, with its templates. */
	Reader openSource() throws IOException {
		Reader file = openFile();
		return (this.template && this.includes != null) ? new TemplateReader(file, this.includes) : file;
	}

	private Reader openFile() throws IOException {
		return this.whole ? new StringReader(this.head)
				: Utf8Reader.again(this.file.resource().getInputStream(), this.checksum);
	}

	/** The file that has an offset: this one, or one that stands in it. */
	SourceText at(long offset) {
		return (this.includes != null) ? this.includes.text(offset) : this;
	}

	/**
	 * Return where something is in its file, with its line and a caret under the place.
	 * @param offset an offset in the text as it is run, in UTF-16 units
	 */
	public ScriptPosition locate(long offset) {
		SourceText text = at(offset);
		return text.find(() -> text.sourceOffset(Includes.within(offset)));
	}

	/**
	 * Return where an offset of the files themselves is.
	 */
	ScriptPosition locateInSource(long offset) {
		return at(offset).find(() -> Includes.within(offset));
	}

	/**
	 * Return where a line begins.
	 * @param offset an offset in the file that has the line, in the text as it is run
	 */
	ScriptPosition locateLine(long offset, long line) {
		SourceText text = at(offset);
		return text.search(() -> {
			Part part = text.origin(text.sourceOffset(Includes.within(offset)));
			return part.text().search((finder) -> finder.findLine(line));
		});
	}

	/** Return where the text ends, but for blanks. */
	ScriptPosition locateEnd() {
		return find(this::lengthWithoutBlanks);
	}

	private ScriptPosition find(Offset offset) {
		return search(() -> {
			Part part = origin(offset.get());
			return part.text().search((finder) -> finder.find(part.origin()));
		});
	}

	/** The file that an offset of the text with its templates comes from. */
	private Part origin(long offset) throws IOException {
		if (!this.template || this.includes == null) {
			return new Part(offset, this, offset);
		}
		try (TemplateReader reader = new TemplateReader(openFile(), this.includes)) {
			reader.readBehind(offset);
			return reader.origin(offset);
		}
	}

	private ScriptPosition search(Search search) throws IOException {
		try (Reader reader = openFile()) {
			return search.with(new PlaceFinder(path(), reader));
		}
	}

	private ScriptPosition search(Place place) {
		try {
			return place.get();
		}
		catch (IOException ex) {
			return new ScriptPosition(path(), 1, 1,
					"  (it cannot be read again: " + Printable.line(ReadFailure.reason(ex)) + ")");
		}
	}

	private long lengthWithoutBlanks() throws IOException {
		long length = 0;
		long end = 0;
		try (Reader reader = openSource()) {
			char[] buffer = new char[8 * 1024];
			for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
				for (int i = 0; i < count; i++) {
					length++;
					end = Character.isWhitespace(buffer[i]) ? end : length;
				}
			}
		}
		return end;
	}

	private long sourceOffset(long offset) throws IOException {
		if (this.substitution == null) {
			return offset;
		}
		try (SubstitutedReader reader = new SubstitutedReader(openSource(), this.substitution)) {
			long left = offset;
			while (left > 0) {
				long skipped = reader.skip(left);
				left = (skipped > 0) ? left - skipped : 0;
			}
			return reader.originalOffset(offset);
		}
	}

	/**
	 * What the first reading of a file has shown.
	 *
	 * @param head all of its text, or its beginning
	 * @param whole whether it is all
	 * @param includes whether it may have a line that names a file
	 */
	private record Raw(String checksum, String head, boolean whole, boolean includes) {

		static Raw read(ScriptFile file) throws IOException {
			try (Utf8Reader reader = Utf8Reader.first(file.resource().getInputStream())) {
				StringBuilder head = new StringBuilder();
				char[] buffer = new char[8 * 1024];
				boolean whole = true;
				boolean includes = false;
				String end = "";
				for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
					int kept = Math.min(count, KEPT - head.length());
					head.append(buffer, 0, kept);
					whole &= kept == count;
					String text = new String(buffer, 0, count);
					includes |= text.contains(INCLUDE) || (end + text).startsWith(INCLUDE);
					end = text.substring(Math.max(0, count - 1));
				}
				return new Raw(reader.checksum(), head.toString(), whole, includes);
			}
		}

	}

	/** Looks for a place in a file. */
	private interface Search {

		ScriptPosition with(PlaceFinder finder) throws IOException;

	}

	/** An offset of the text with its templates. */
	private interface Offset {

		long get() throws IOException;

	}

	/** A place. */
	private interface Place {

		ScriptPosition get() throws IOException;

	}

}
