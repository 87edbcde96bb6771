package dev.slipway;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.ServiceName;

/**
 * A run was to stop at a version that no file has, or {@link Migrator#undoTo} at one that
 * is not applied. Nothing was changed.
 */
public final class UnknownVersionException extends SlipwayException {

	private static final long serialVersionUID = 1L;

	private final String version;

	/** A list that is serializable, as an exception must be. */
	private final ArrayList<String> nearest;

	/**
	 * Create an exception.
	 * @param service the name of the service, empty for the unnamed one
	 * @param version the version that there is not
	 * @param nearest the versions around it that files have, oldest first; empty when no
	 * file has a version
	 */
	public UnknownVersionException(String service, String version, List<String> nearest) {
		this(service, version, nearest, "has no file of version", "none of another one");
	}

	private UnknownVersionException(String service, String version, List<String> nearest, String has, String none) {
		super(service,
				Printable.line(new ServiceName(service) + " " + has + " '" + version + "'" + found(nearest, none)),
				null);
		this.version = version;
		this.nearest = new ArrayList<>(nearest);
	}

	/**
	 * Create an exception for a version that should stay applied and is not.
	 * @param service the name of the service, empty for the unnamed one
	 * @param version the version that is not applied
	 * @param nearest the versions around it that are, oldest first; empty when none is
	 * @return the exception
	 */
	public static UnknownVersionException notApplied(String service, String version, List<String> nearest) {
		return new UnknownVersionException(service, version, nearest, "has not applied version", "no other one");
	}

	private static String found(List<String> nearest, String none) {
		if (nearest.isEmpty()) {
			return ", and " + none + ".";
		}
		return (nearest.size() == 1) ? ". The nearest is " + nearest.get(0) + "."
				: ". The nearest are " + String.join(" and ", nearest) + ".";
	}

	/**
	 * Return the version that there is not.
	 */
	public String getVersion() {
		return this.version;
	}

	/**
	 * Return the nearest versions, at most one below and one above it.
	 */
	public List<String> getNearest() {
		return List.copyOf(this.nearest);
	}

}
