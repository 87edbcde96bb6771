package dev.slipway.engine.files;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.slipway.Layout;
import dev.slipway.engine.layout.FileOrder;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * The order of versions in a set of files: that of the tool that the files were written
 * for. A version that only the history has is compared by its digits.
 */
public final class VersionOrder implements Comparator<Version> {

	/** The order of files of which no tool is known. */
	public static final VersionOrder BY_TIME = new VersionOrder(FileOrder.TIME, Map.of());

	private final FileOrder order;

	/** What the tool compares. */
	private final Map<Version, String> texts;

	private VersionOrder(FileOrder order, Map<Version, String> texts) {
		this.order = order;
		this.texts = texts;
	}

	/**
	 * Find the order of some files. Their text is read only when it is of consequence
	 * which tool they were written for.
	 * @param files the files, one for each version
	 * @param all all files
	 * @param layout the one layout; {@code null} to recognise it file by file
	 */
	static VersionOrder of(List<ReadFile> files, List<ReadFile> all, @Nullable Layout layout) {
		Layout one = (layout != null || files.isEmpty()) ? layout : Layouts.told(files.get(0).name().shape());
		if (one != null && Layouts.of(one).order() == FileOrder.NAME_AND_DEPENDENCIES
				&& (layout != null || all.stream().allMatch((file) -> Layouts.told(file.name().shape()) == one))) {
			NameOrder order = NameOrder.of(one, all);
			return order.isByNumber() ? new VersionOrder(FileOrder.NUMBERS, Map.of())
					: new VersionOrder(FileOrder.NAME_AND_DEPENDENCIES, order.texts());
		}
		if (layout != null) {
			return of(files, Layouts.of(layout).order());
		}
		Set<FileOrder> possible = new TreeSet<>();
		for (ReadFile file : files) {
			Layout told = Layouts.told(file.name().shape());
			if (told != null) {
				possible.add(Layouts.of(told).order());
			}
			else {
				possible.addAll(Layouts.ordersOfPlainNames());
			}
		}
		if (possible.size() > 1 && !isSameInAll(files, possible)) {
			possible.clear();
			for (ReadFile file : files) {
				possible.add(Layouts.of(file.layout()).order());
			}
		}
		return of(files, (possible.size() == 1) ? possible.iterator().next() : FileOrder.TIME);
	}

	private static VersionOrder of(List<ReadFile> files, FileOrder order) {
		if (order == FileOrder.NUMBERS || order == FileOrder.TIME) {
			return new VersionOrder(order, Map.of());
		}
		Map<Version, String> texts = new HashMap<>();
		for (ReadFile file : files) {
			MigrationName name = file.name();
			texts.put(name.requireVersion(), (order == FileOrder.VERSION_TEXT) ? name.digits() : name.fileName());
		}
		return new VersionOrder(order, texts);
	}

	private static boolean isSameInAll(List<ReadFile> files, Set<FileOrder> orders) {
		if (haveOneLength(files)) {
			return true;
		}
		List<Version> versions = files.stream().map((file) -> file.name().requireVersion()).toList();
		return orders.stream()
			.map((order) -> versions.stream().sorted(of(files, order)).toList())
			.distinct()
			.count() == 1;
	}

	/** Whether all versions are one number each, and these have the same digits. */
	private static boolean haveOneLength(List<ReadFile> files) {
		for (ReadFile file : files) {
			if (file.name().digits().length() != files.get(0).name().digits().length()
					|| file.name().requireVersion().canonical().contains(".")) {
				return false;
			}
		}
		return true;
	}

	@Override
	public int compare(Version one, Version other) {
		// A switch would have the compiler make a class, which each start would load.
		if (this.order == FileOrder.TIME) {
			return one.compareTo(other);
		}
		if (this.order == FileOrder.NUMBERS) {
			return one.compareNumbers(other);
		}
		return one.equals(other) ? 0 : text(one).compareTo(text(other));
	}

	private String text(Version version) {
		return this.texts.getOrDefault(version, version.canonical());
	}

	/**
	 * Return two versions that run by time, although their numbers are the other way
	 * round.
	 * @param sorted versions in this order
	 * @return the two, empty when there are none
	 */
	public List<Version> unlikeNumbers(List<Version> sorted) {
		if (this.order == FileOrder.TIME) {
			for (int i = 1; i < sorted.size(); i++) {
				if (sorted.get(i - 1).compareNumbers(sorted.get(i)) > 0) {
					return List.of(sorted.get(i - 1), sorted.get(i));
				}
			}
		}
		return List.of();
	}

}
