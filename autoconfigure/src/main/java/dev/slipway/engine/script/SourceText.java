package dev.slipway.engine.script;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;

import dev.slipway.Layout;
import dev.slipway.ScriptPosition;
import dev.slipway.engine.layout.LayoutRules;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.Templates;
import dev.slipway.engine.script.TemplateReader.Part;
import dev.slipway.engine.text.Expression;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.ReadFailure;
import org.jspecify.annotations.Nullable;

/**
 * The text of a script: that of its file, with the templates and the variables that are
 * replaced in it, and those of the files that stand in it.
 */
public final class SourceText {

	/** Up to how many characters of a text are kept. */
	static final int KEPT = FileText.KEPT;

	/** The name in a variable of one kind or another. */
	private static final Expression NAME = new Expression("\\$\\{?([^${}:?\\\\-][^${}:?-]*)");

	private final ScriptFile file;

	private final FileText text;

	private final @Nullable Substitution substitution;

	/** The variables by their values, as far as the text was read. */
	private final Map<String, String> names = new ConcurrentHashMap<>();

	/** The layout whose templates may stand in it; {@code null} for none. */
	private final @Nullable LayoutRules templated;

	/** The files that stand in it; {@code null} without any. */
	private final @Nullable Includes includes;

	private SourceText(ScriptFile file, FileText text) {
		this.file = file;
		this.text = text;
		this.substitution = FileSubstitution.of(file, text.head(), text.mayHave(FileText.PLACEHOLDER)).orElse(null);
		this.templated = text.mayHave(Templates.BEGIN) ? Layouts.templated(file.layout(), text.head()) : null;
		boolean lines = this.templated == null
				&& (this.substitution == null || this.substitution instanceof PlaceholderSubstitution);
		this.includes = (text.mayInclude() || this.templated != null) ? new Includes(text, this.substitution, lines)
				: null;
	}

	/**
	 * Read a file once: check that it is UTF-8, make its checksum, keep what is small.
	 * @param buffer is used while the file is read
	 * @throws IOException if the file cannot be read or is no text
	 */
	static SourceText read(ScriptFile file, ReadBuffer buffer) throws IOException {
		return new SourceText(file, FileText.read(file, buffer));
	}

	/** Take a file whose text is known. */
	static SourceText of(ScriptFile file, KnownText known) {
		return new SourceText(file, FileText.of(file, known));
	}

	String path() {
		return this.file.path();
	}

	/** The files that stand in it; {@code null} without any. */
	@Nullable Includes includes() {
		return this.includes;
	}

	/** The checksum of the text and of all that stands in it. */
	String checksum() {
		return (this.includes != null) ? this.includes.checksum(this.text.checksum(), FileText::checksum)
				: this.text.checksum();
	}

	/**
	 * Return the checksum of what is run, which is another one where variables are
	 * replaced.
	 * @throws IOException if the file cannot be read again, or a variable has no value
	 */
	String checksumAsRun() throws IOException {
		Includes files = this.includes;
		if (this.substitution == null) {
			return checksum();
		}
		String own = checksum(open());
		return (files != null) ? files.checksum(own, (file) -> checksum(files.open(file))) : own;
	}

	private static String checksum(Reader text) throws IOException {
		TextChecksum replaced = new TextChecksum();
		try (Reader reader = text) {
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
		// What Flyway defines is no secret.
		boolean defined = variable.regionMatches(true, 2, FlywayValues.PREFIX, 0, FlywayValues.PREFIX.length())
				&& !isConfigured(variable);
		Matcher name = NAME.matcher(variable);
		if (!defined && value.length() > ReadingRules.LONGEST_SHOWN && name.lookingAt()) {
			this.names.putIfAbsent(value, "${" + name.group(1) + "}");
		}
	}

	private boolean isConfigured(String variable) {
		String name = variable.substring(2, variable.length() - 1);
		for (String configured : this.file.rules().placeholders().keySet()) {
			if (configured.equalsIgnoreCase(name)) {
				return true;
			}
		}
		return false;
	}

	/** Whether the server has yet to say a value that may stand in it. */
	boolean awaitsServer() {
		FlywayValues values = this.file.rules().ofFlyway();
		return this.substitution != null && values != null && (values.isAwaitedIn(this.text.head())
				|| (!this.text.isWhole() && this.text.mayHave("${flyway:") && values.isAwaitedIn("${flyway:")));
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

	/** Whether configured placeholders stay as they are, and nobody has said so here. */
	boolean leavesPlaceholders() {
		return !this.file.rules().placeholders().isEmpty()
				&& (this.substitution == null || !this.substitution.replacesPlaceholders())
				&& !FileSubstitution.keepsVariables(this.file.layout(), head());
	}

	/**
	 * Return the layout that the name, a setting or the first lines tell, without reading
	 * more; {@code null} when they do not.
	 */
	@Nullable Layout told() {
		if (this.file.layout() != null) {
			return this.file.layout();
		}
		return (this.substitution instanceof LineSubstitution ofTool) ? ofTool.layout() : (this.templated != null)
				? this.templated.layout() : FileSubstitution.told(this.text.head()).orElse(null);
	}

	/** The sections of the script, before anything of it was read. */
	Sections sections() {
		Sections sections = this.file.sections();
		if (this.substitution instanceof LineSubstitution ofTool) {
			sections.isOf(ofTool.layout());
		}
		else if (this.templated != null) {
			sections.isOf(this.templated.layout());
		}
		return sections;
	}

	/** The text as the file has it, or its beginning. */
	String head() {
		return this.text.head();
	}

	/** The lines by which a script of its own says what is replaced in it. */
	String header() {
		return (this.substitution != null) ? this.substitution.header() : "";
	}

	/** Open the text as the file has it, with the templates in it. */
	Reader openSource() throws IOException {
		Reader file = this.text.open();
		TemplateReader reader = withTemplates(file);
		return (reader != null) ? reader : file;
	}

	private @Nullable TemplateReader withTemplates(Reader file) {
		Templates templates = (this.templated != null) ? this.templated.templates() : null;
		return (templates != null && this.includes != null) ? new TemplateReader(file, this.includes, templates) : null;
	}

	/** The path of the file that has an offset: this one, or one that stands in it. */
	String path(long offset) {
		return at(offset).path();
	}

	private FileText at(long offset) {
		return (this.includes != null) ? this.includes.text(offset) : this.text;
	}

	/**
	 * Return where something is in its file, with its line and a caret under the place.
	 * @param offset an offset in the text as it is run, in UTF-16 units
	 */
	public ScriptPosition locate(long offset) {
		return find(offset, () -> {
			Part part = origin(offset);
			return part.text().locate(part.origin());
		});
	}

	/**
	 * Return where an offset of the files themselves is.
	 */
	ScriptPosition locateInSource(long offset) {
		return find(offset, () -> {
			Part part = behindTemplates(at(offset), Includes.within(offset));
			return part.text().locate(part.origin());
		});
	}

	/**
	 * Return where a line begins.
	 * @param offset an offset in the file that has the line, in the text as it is run
	 */
	ScriptPosition locateLine(long offset, long line) {
		return find(offset, () -> origin(offset).text().locateLine(line));
	}

	/** Return where the text ends, but for blanks. */
	ScriptPosition locateEnd() {
		return find(0, () -> {
			Part part = behindTemplates(this.text, lengthWithoutBlanks());
			return part.text().locate(part.origin());
		});
	}

	private ScriptPosition find(long offset, Place place) {
		try {
			return place.get();
		}
		catch (IOException ex) {
			return new ScriptPosition(path(offset), 1, 1,
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

	/**
	 * The file that an offset of the text as it is run comes from, and the offset there.
	 */
	private Part origin(long offset) throws IOException {
		FileText file = at(offset);
		long place = Includes.within(offset);
		if (this.substitution == null) {
			return behindTemplates(file, place);
		}
		Reader source = (file == this.text) ? openSource() : file.open();
		try (SubstitutedReader reader = new SubstitutedReader(source, this.substitution)) {
			long left = place;
			while (left > 0) {
				long skipped = reader.skip(left);
				left = (skipped > 0) ? left - skipped : 0;
			}
			return behindTemplates(file, reader.originalOffset(place));
		}
	}

	/** The same for an offset of the text in which no variable was replaced. */
	private Part behindTemplates(FileText file, long offset) throws IOException {
		try (Reader text = this.text.open(); TemplateReader reader = withTemplates(text)) {
			if (reader == null) {
				return new Part(offset, file, offset);
			}
			reader.readBehind(offset);
			return reader.origin(offset);
		}
	}

	/** A place. */
	private interface Place {

		ScriptPosition get() throws IOException;

	}

	/**
	 * Put names in the place of values.
	 * @param names the names by the values
	 */
	static String withNames(String text, Map<String, String> names) {
		if (names.isEmpty()) {
			return text;
		}
		String named = text;
		for (String value : names.keySet().stream().sorted(Comparator.comparing(String::length).reversed()).toList()) {
			named = named.replace(value, names.get(value));
		}
		return named;
	}

}
