package dev.slipway.engine.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.Layout;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.NameShape;
import dev.slipway.engine.layout.SqitchPlan;
import dev.slipway.engine.layout.SqitchPlan.Change;
import dev.slipway.engine.layout.Trait;
import dev.slipway.engine.text.ReadFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;

/**
 * The files of a service whose order a plan beside them gives: the position of a change
 * in the plan is its version. What is not in the plan does not run.
 */
final class PlannedFiles {

	private static final String DEPLOY = "deploy/";

	private static final String REVERT = "revert/";

	private static final String VERIFY = "verify/";

	/** The URL of the plan's folder, decoded; {@code null} without a plan. */
	private final @Nullable String root;

	/** The names of the files by their URLs, decoded. */
	private final Map<String, MigrationName> names = new HashMap<>();

	private final Consumer<FileProblem> problems;

	private String path = "";

	private PlannedFiles(@Nullable String root, Consumer<FileProblem> problems) {
		this.root = root;
		this.problems = problems;
	}

	/**
	 * Look for a plan.
	 * @param search the files that were found
	 * @param layout the one layout of the files, if there is one
	 * @param excluded whether a file is left out, by its path
	 * @param problems takes what is wrong with the plan
	 */
	static PlannedFiles of(FileSearch search, @Nullable Layout layout, Predicate<String> excluded,
			Consumer<FileProblem> problems) {
		if (search.companions().isEmpty() || (layout != null && !Layouts.has(layout, Trait.PLANNED))) {
			return new PlannedFiles(null, problems);
		}
		List<String> plans = search.companions()
			.keySet()
			.stream()
			.filter((url) -> NameShape.last(url, 1).equals(SqitchPlan.FILE) && !excluded.test(Location.display(url)))
			.sorted()
			.toList();
		if (plans.isEmpty()) {
			return new PlannedFiles(null, problems);
		}
		String url = plans.get(0);
		PlannedFiles files = new PlannedFiles(NameShape.folder(Location.decode(url), 1), problems);
		files.path = Location.display(url);
		if (plans.size() > 1) {
			files.refuse(Location.display(plans.get(1)) + " is a second plan beside " + files.path
					+ ", and each has an order of its own. Each needs a service of its own");
		}
		files.read(Objects.requireNonNull(search.companions().get(url)),
				search.scripts().keySet().stream().map(Location::decode).collect(Collectors.toSet()), excluded);
		return files;
	}

	private void read(Resource plan, Set<String> scripts, Predicate<String> excluded) {
		try {
			SqitchPlan read = SqitchPlan.read(plan.getContentAsString(StandardCharsets.UTF_8));
			read.problems().forEach((problem) -> refuse(this.path + ":" + problem.line() + ":1: " + problem.text()));
			for (int i = 0; i < read.changes().size(); i++) {
				add(read.changes().get(i), i + 1, scripts, excluded);
			}
		}
		catch (IOException | SecurityException ex) {
			this.problems.accept(FolderWalk.unreadable(this.path, ReadFailure.reason(ex)));
		}
	}

	private void add(Change change, int position, Set<String> scripts, Predicate<String> excluded) {
		String script = change.scripts()
			.stream()
			.filter((path) -> scripts.contains(this.root + DEPLOY + path))
			.findFirst()
			.orElse(change.scripts().get(0));
		String file = NameShape.folder(this.path, 1) + DEPLOY + script;
		if (!scripts.contains(this.root + DEPLOY + script) && !excluded.test(file)) {
			refuse(this.path + ":" + change.line() + ":1: the change " + change.name() + " has no file " + file
					+ ". Add the file, or take the line out");
		}
		MigrationName name = MigrationName.planned(Layouts.planned(), position, change.name(), script);
		this.names.put(this.root + DEPLOY + script, name);
		this.names.put(this.root + REVERT + script, name.asUndo());
	}

	/** Whether there is no plan, so that names say what files are. */
	boolean isEmpty() {
		return this.root == null;
	}

	/** Return what the plan says of a file, empty for one that it does not have. */
	Optional<MigrationName> name(String url) {
		return Optional.ofNullable(this.names.get(Location.decode(url)));
	}

	/**
	 * Take note of a file that the plan does not have.
	 * @param url the URL of the file
	 * @param file the same, as a person finds it
	 * @param warnings takes what is left alone
	 */
	void takeOther(String url, String file, Consumer<String> warnings) {
		String decoded = Location.decode(url);
		if (decoded.startsWith(this.root + REVERT)) {
			warnings.accept(file + " undoes a migration that is not there, and is left alone");
		}
		else if (!decoded.startsWith(this.root + VERIFY)) {
			this.problems.accept(new FileProblem(Kind.NO_MIGRATION,
					file + " is not in " + this.path + ", which says what runs and in which order. "
							+ "Add it there, or leave it out with exclude: " + NameShape.last(file, 1) + "."));
		}
	}

	private void refuse(String problem) {
		this.problems.accept(new FileProblem(Kind.UNSUPPORTED, problem + "."));
	}

}
