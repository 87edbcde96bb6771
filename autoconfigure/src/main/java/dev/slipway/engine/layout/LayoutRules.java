package dev.slipway.engine.layout;

import java.util.List;
import java.util.Set;

import dev.slipway.Layout;

/**
 * What a tool does with its files.
 *
 * @param layout the layout
 * @param shapes the shapes of its names, in the order in which they are tried
 * @param markers the lines by which its files say what they are
 * @param upLine the line that begins the script, for a person; empty where none does
 * @param order the order in which its files run
 * @param traits what not all tools do
 */
public record LayoutRules(Layout layout, List<NameShape> shapes, MarkerLines markers, String upLine, FileOrder order,
		Set<Trait> traits) {

	LayoutRules(Layout layout, FileOrder order, List<NameShape> shapes, MarkerLines markers, String upLine,
			Trait... traits) {
		this(layout, shapes, markers, upLine, order, Set.of(traits));
	}

	/** Return the beginning of each of the tool's lines, for a person. */
	public String lead() {
		return this.upLine.substring(0, this.upLine.lastIndexOf(' '));
	}

	public boolean has(Trait trait) {
		return this.traits.contains(trait);
	}

}
