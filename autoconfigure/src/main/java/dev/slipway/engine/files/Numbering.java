package dev.slipway.engine.files;

import java.util.List;

import dev.slipway.Layout;
import dev.slipway.engine.layout.Role;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that the migrations of a service have, and the one after them, written with
 * as many digits.
 *
 * @param source the files of the service
 * @param all the migrations, oldest first
 */
record Numbering(SourceFiles source, List<Migration> all) {

	/** As golang-migrate has it. */
	private static final String FIRST = "000001";

	/**
	 * Return the number after the newest version that is no timestamp.
	 * @param model the name of a file of the layout
	 * @param layout the layout
	 */
	String next(SplitName model, Layout layout) {
		Migration last = null;
		for (Migration migration : this.all) {
			last = migration.requireVersion().isTimestamp() ? last : migration;
		}
		return (last != null) ? VersionText.after(text(last, layout)) : first(model, layout);
	}

	/** The version of a migration as its file has it; that of code has no file. */
	private String text(Migration migration, Layout layout) {
		Version version = migration.requireVersion();
		String own = written(migration, layout);
		if (own != null) {
			return own;
		}
		int digits = 0;
		for (Migration other : this.all) {
			String text = other.requireVersion().isTimestamp() ? null : written(other, layout);
			digits = (text != null) ? text.length() : digits;
		}
		return VersionText.pad(version.canonical(), digits);
	}

	private @Nullable String written(Migration migration, Layout layout) {
		String path = this.source.relative(migration.script());
		SplitName name = (path != null) ? SplitName.of(path, layout, Role.VERSIONED) : null;
		return (name != null) ? name.version() : null;
	}

	/** The first number, with zeros where the tool's own examples have some. */
	private static String first(SplitName model, Layout layout) {
		boolean zeros = model.version().startsWith("0") || model.version().length() >= FIRST.length();
		if (!zeros) {
			return "1";
		}
		boolean fits = SplitName.of(model.with(FIRST, model.name()), layout, Role.VERSIONED) != null;
		return fits ? FIRST
				: (model.version().indexOf('.') > 0) ? model.version() : VersionText.pad("1", model.version().length());
	}

}
