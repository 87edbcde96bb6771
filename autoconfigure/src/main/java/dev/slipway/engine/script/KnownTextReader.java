package dev.slipway.engine.script;

import java.io.IOException;

import dev.slipway.engine.layout.LayoutRules;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.Templates;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;

/**
 * Reads what an index keeps of a file's text.
 */
public final class KnownTextReader {

	private KnownTextReader() {
	}

	/**
	 * Read a file.
	 * @param path the file, as a person finds it
	 * @return what is known of it; {@code null} when more of its text counts: it is
	 * large, or may have placeholders, templates or other files in it
	 * @throws IOException if the file cannot be read or is no text
	 */
	public static @Nullable KnownText read(String path, Resource resource) throws IOException {
		FileText text = FileText.read(new ScriptFile(path, resource, null, false, ReadingRules.DEFAULT),
				new ReadBuffer());
		if (!text.isWhole() || text.mayInclude() || text.head().contains(FileText.PLACEHOLDER)
				|| text.head().contains(Templates.BEGIN)) {
			return null;
		}
		String header = FileSubstitution.headerLines(text.head());
		return (header == null || isRewritten(text.head()) || isRewritten(header)) ? null
				: new KnownText(text.checksum(), header);
	}

	private static boolean isRewritten(String head) {
		for (LayoutRules rules : Layouts.rewritten()) {
			if (rules.rewriting() != null && rules.rewriting().isFor(head)) {
				return true;
			}
		}
		return false;
	}

}
