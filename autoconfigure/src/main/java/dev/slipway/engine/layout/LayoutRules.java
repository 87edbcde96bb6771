package dev.slipway.engine.layout;

import java.util.List;
import java.util.Set;

import dev.slipway.Layout;
import org.jspecify.annotations.Nullable;

/**
 * What a tool does with its files.
 *
 * @param layout the layout
 * @param shapes the shapes of its names, in the order in which they are tried
 * @param markers the lines by which its files say what they are
 * @param upLine the line that begins the script, for a person; empty where none does
 * @param order the order in which its files run
 * @param rewriting what of its files is no SQL; {@code null} where all is
 * @param variables what it replaces in a statement, as an expression; empty for nothing
 * @param outside the files beside its own that run at other times; {@code null} for none
 * @param templates what it replaces by the text of other files; {@code null} for nothing
 * @param programs the endings of files that the tool runs beside its scripts, and Slipway
 * does not
 * @param traits what not all tools do
 */
public record LayoutRules(Layout layout, List<NameShape> shapes, MarkerLines markers, String upLine, FileOrder order,
		@Nullable Rewriting rewriting, String variables, @Nullable Outside outside, @Nullable Templates templates,
		List<String> programs, Set<Trait> traits) {

	LayoutRules(Layout layout, FileOrder order, List<NameShape> shapes, MarkerLines markers, String upLine,
			Trait... traits) {
		this(layout, shapes, markers, upLine, order, null, "", null, null, List.of(), Set.of(traits));
	}

	LayoutRules withRewriting(Rewriting rewriting) {
		return new LayoutRules(this.layout, this.shapes, this.markers, this.upLine, this.order, rewriting,
				this.variables, this.outside, this.templates, this.programs, this.traits);
	}

	LayoutRules withVariables(String variables) {
		return new LayoutRules(this.layout, this.shapes, this.markers, this.upLine, this.order, this.rewriting,
				variables, this.outside, this.templates, this.programs, this.traits);
	}

	LayoutRules withOutside(Outside outside) {
		return new LayoutRules(this.layout, this.shapes, this.markers, this.upLine, this.order, this.rewriting,
				this.variables, outside, this.templates, this.programs, this.traits);
	}

	LayoutRules withTemplates(Templates templates) {
		return new LayoutRules(this.layout, this.shapes, this.markers, this.upLine, this.order, this.rewriting,
				this.variables, this.outside, templates, this.programs, this.traits);
	}

	LayoutRules withPrograms(String... programs) {
		return new LayoutRules(this.layout, this.shapes, this.markers, this.upLine, this.order, this.rewriting,
				this.variables, this.outside, this.templates, List.of(programs), this.traits);
	}

	/** Return whether the tool runs a file that is no script. */
	public boolean isProgram(String fileName) {
		for (String ending : this.programs) {
			if (fileName.endsWith(ending)) {
				return true;
			}
		}
		return false;
	}

	/** Return the beginning of each of the tool's lines, for a person. */
	public String lead() {
		return this.upLine.substring(0, this.upLine.lastIndexOf(' '));
	}

	public boolean has(Trait trait) {
		return this.traits.contains(trait);
	}

}
