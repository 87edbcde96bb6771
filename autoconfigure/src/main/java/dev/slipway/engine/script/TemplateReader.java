package dev.slipway.engine.script;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;

import dev.slipway.engine.layout.Templates;

/**
 * Puts templates into a script, wherever it names one, as the tool does before it looks
 * at anything else: within strings and comments too. All other actions are refused.
 */
final class TemplateReader extends Reader {

	/** No action is longer. */
	private static final int LONGEST = 1000;

	private final Templates templates;

	private final Includes includes;

	/** The script and the templates that are being read, the innermost one first. */
	private final Deque<Level> levels = new ArrayDeque<>();

	private final char[] chunk = new char[8 * 1024];

	/** What was read of the innermost one and not taken yet. */
	private int ready;

	/** Where the next character stands in the text that is made. */
	private long offset;

	/** Where parts begin in the text that is made. */
	private final Deque<Part> parts = new ArrayDeque<>();

	/**
	 * Create a reader.
	 * @param script the text of the script
	 * @param includes finds the templates
	 * @param templates how it names them
	 */
	TemplateReader(Reader script, Includes includes, Templates templates) {
		this.templates = templates;
		this.includes = includes;
		begin(new Level(script, includes.script()));
	}

	/**
	 * Return the file that a place in the text comes from, and the place there.
	 * @param place an offset up to what was read
	 */
	Part origin(long place) {
		for (Part part : this.parts) {
			if (part.begin() <= place) {
				return new Part(place, part.text(), part.origin() + place - part.begin());
			}
		}
		return new Part(place, this.includes.script(), place);
	}

	/** Read up to behind a place, or to where nothing can be read. */
	void readBehind(long place) throws IOException {
		char[] buffer = new char[this.chunk.length];
		try {
			while (this.offset <= place && read(buffer) >= 0) {
				// Only the parts are wanted.
			}
		}
		catch (SubstitutionException ex) {
			// The place is mostly that of this one.
		}
	}

	@Override
	public int read(char[] target, int from, int length) throws IOException {
		while (this.ready == 0) {
			if (!prepare()) {
				return -1;
			}
		}
		Level level = this.levels.element();
		int count = Math.min(length, this.ready);
		level.pending.getChars(0, count, target, from);
		take(level, count);
		this.ready -= count;
		this.offset += count;
		return count;
	}

	private static void take(Level level, int count) {
		level.pending.delete(0, count);
		level.origin += count;
	}

	private void begin(Level level) {
		this.levels.push(level);
		note(level);
	}

	private void note(Level level) {
		this.parts.push(new Part(this.offset, level.text, level.origin));
	}

	/**
	 * Read on up to the next action, or behind it.
	 * @return false at the end
	 */
	private boolean prepare() throws IOException {
		Level level = this.levels.element();
		int action = level.pending.indexOf(Templates.BEGIN);
		if (action > 0) {
			this.ready = action;
		}
		else if (action == 0) {
			takeAction(level);
		}
		else if (level.ended && !level.pending.isEmpty()) {
			this.ready = level.pending.length();
		}
		else if (level.ended) {
			return end(level);
		}
		else if (level.pending.length() > this.templates.separator().length()) {
			this.ready = level.pending.length() - this.templates.separator().length();
		}
		else {
			fill(level);
		}
		refuseSeparator(level);
		return true;
	}

	/** The tool has cut the script in two before it reads a template. */
	private void refuseSeparator(Level level) throws SubstitutionException {
		int separator = (this.levels.size() > 1) ? level.pending.indexOf(this.templates.separator()) : -1;
		if (separator >= 0 && separator < this.ready) {
			throw new SubstitutionException(this.offset + separator,
					"this line is a comment in a template: it divides a migration only where it stands in its own file");
		}
	}

	private void fill(Level level) throws IOException {
		int count = level.reader.read(this.chunk);
		level.ended = count < 0;
		level.pending.append(this.chunk, 0, Math.max(0, count));
	}

	private boolean end(Level level) throws IOException {
		if (this.levels.size() == 1) {
			return false;
		}
		level.reader.close();
		this.levels.pop();
		note(this.levels.element());
		return true;
	}

	private void takeAction(Level level) throws IOException {
		int end = level.pending.indexOf(Templates.END);
		while (end < 0 && !level.ended && level.pending.length() < LONGEST) {
			fill(level);
			end = level.pending.indexOf(Templates.END);
		}
		String action = level.pending.substring(0, (end < 0) ? Math.min(level.pending.length(), LONGEST) : end + 2);
		String name = this.templates.name(action);
		if (name == null) {
			throw new SubstitutionException(this.offset, "a template begins here with {{, and Slipway knows no other "
					+ "than {{ template \"folder/file.sql\" . }}: write what it stands for");
		}
		FileText text = this.includes.template(name, this.offset);
		if (this.levels.stream().anyMatch((outer) -> outer.text == text)) {
			throw new SubstitutionException(this.offset, "the template " + name + " has itself in it");
		}
		take(level, action.length());
		begin(new Level(text.open(), text));
	}

	@Override
	public void close() throws IOException {
		for (Level level : this.levels) {
			level.reader.close();
		}
	}

	/**
	 * A part of the text that is made.
	 *
	 * @param begin where it begins
	 * @param text the file that it comes from
	 * @param origin where it begins there
	 */
	record Part(long begin, FileText text, long origin) {

	}

	/** A file while it is read. */
	private static final class Level {

		private final Reader reader;

		private final FileText text;

		private final StringBuilder pending = new StringBuilder();

		private long origin;

		private boolean ended;

		Level(Reader reader, FileText text) {
			this.reader = reader;
			this.text = text;
		}

	}

}
