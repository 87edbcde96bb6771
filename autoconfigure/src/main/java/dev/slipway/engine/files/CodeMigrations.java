package dev.slipway.engine.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

import dev.slipway.CodeMigration;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.Layout;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.ScriptFile;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ByteArrayResource;

/**
 * Puts the code migrations of a service among its files.
 *
 * @param code the migrations, in any order
 * @param problems takes what cannot be used of them
 */
record CodeMigrations(List<CodeMigration> code, Consumer<FileProblem> problems) {

	/**
	 * Return the set with the code in its place.
	 * @param files the migrations that are files
	 */
	MigrationSet among(MigrationSet files) {
		List<Migration> all = new ArrayList<>(files.versioned());
		for (CodeMigration each : this.code) {
			Migration migration = read(each);
			if (migration != null) {
				refuseTwin(migration, all, files.order());
				all.add(migration);
			}
		}
		// Files of one version keep their order.
		all.sort(Comparator.comparing(Migration::requireVersion, files.order()));
		return new MigrationSet(files.service(), files.order(), all, files.baselines(), files.repeatables(),
				files.callbacks(), files.warnings(), files.ofFlyway());
	}

	private @Nullable Migration read(CodeMigration migration) {
		String className = MigrationCode.className(migration);
		try {
			Version version = Version.of(migration.version());
			String name = migration.name();
			if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
				throw new IllegalArgumentException(
						name.isBlank() ? "its name is empty" : "its name has a control character");
			}
			return new Migration(Migration.Kind.VERSIONED, version, name, false, version + "_" + name,
					withoutText(className), null, MigrationCode.of(migration));
		}
		catch (RuntimeException ex) {
			this.problems.accept(new FileProblem(Kind.INVALID_CODE,
					className + " is a code migration that cannot be used: " + reason(ex) + "."));
			return null;
		}
	}

	private static String reason(RuntimeException failure) {
		return (failure instanceof IllegalArgumentException && failure.getMessage() != null) ? failure.getMessage()
				: failure.toString();
	}

	/** What runs is not its text: what it is to be named after is its class. */
	private static Script withoutText(String className) {
		try {
			return Script.read(new ScriptFile(className, new ByteArrayResource(new byte[0]), Layout.PLAIN, false,
					ReadingRules.DEFAULT));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void refuseTwin(Migration migration, List<Migration> others, Comparator<Version> order) {
		for (Migration other : others) {
			if (order.compare(other.requireVersion(), migration.requireVersion()) == 0) {
				this.problems
					.accept(new FileProblem(Kind.DUPLICATE_VERSION, "Version " + migration.version() + " occurs twice: "
							+ other.script().path() + " and " + migration.script().path() + ", which is code."));
				return;
			}
		}
	}

}
