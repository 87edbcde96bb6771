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

	private SourceText(ScriptFile file, String checksum, String head, boolean whole) {
		this.file = file;
		this.checksum = checksum;
		this.head = head;
		this.whole = whole;
		this.substitution = FileSubstitution.of(file, head).orElse(null);
	}

	/**
	 * Read a file once: check that it is UTF-8, make its checksum, keep what is small.
	 * @throws IOException if the file cannot be read or is no text
	 */
	static SourceText read(ScriptFile file) throws IOException {
		try (Utf8Reader reader = Utf8Reader.first(file.resource().getInputStream())) {
			StringBuilder head = new StringBuilder();
			char[] buffer = new char[8 * 1024];
			boolean whole = true;
			for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
				int kept = Math.min(count, KEPT - head.length());
				head.append(buffer, 0, kept);
				whole &= kept == count;
			}
			return new SourceText(file, reader.checksum(), head.toString(), whole);
		}
	}

	String path() {
		return this.file.path();
	}

	String checksum() {
		return this.checksum;
	}

	/**
	 * Return the checksum of what is run, which is another one where variables are
	 * replaced.
	 * @throws IOException if the file cannot be read again, or a variable has no value
	 */
	String checksumAsRun() throws IOException {
		if (this.substitution == null) {
			return this.checksum;
		}
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
				: FileSubstitution.told(this.head).orElse(null);
	}

	/** The sections of the script, before anything of it was read. */
	Sections sections() {
		Sections sections = this.file.sections();
		if (this.substitution instanceof LineSubstitution ofTool) {
			sections.isOf(ofTool.layout());
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

	/** Open the text as the file has it. */
	Reader openSource() throws IOException {
		return this.whole ? new StringReader(this.head)
				: Utf8Reader.again(this.file.resource().getInputStream(), this.checksum);
	}

	/**
	 * Return where something is in the file, with its line and a caret under the place.
	 * @param offset an offset in the text as it is run, in UTF-16 units
	 */
	public ScriptPosition locate(long offset) {
		return search((finder) -> finder.find(sourceOffset(offset)));
	}

	/**
	 * Return where an offset of the file itself is.
	 */
	ScriptPosition locateInSource(long offset) {
		return search((finder) -> finder.find(offset));
	}

	/** Return where a line begins. */
	ScriptPosition locateLine(long line) {
		return search((finder) -> finder.findLine(line));
	}

	/** Return where the text ends, but for blanks. */
	ScriptPosition locateEnd() {
		return search((finder) -> finder.find(lengthWithoutBlanks()));
	}

	private ScriptPosition search(Search search) {
		try (Reader reader = openSource()) {
			return search.with(new PlaceFinder(path(), reader));
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

	/** Looks for a place. */
	private interface Search {

		ScriptPosition with(PlaceFinder finder) throws IOException;

	}

}
