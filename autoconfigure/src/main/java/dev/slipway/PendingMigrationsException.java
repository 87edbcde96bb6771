package dev.slipway;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Migrations are pending, and this process is not the one that applies them. Those of all
 * services are reported at once. Nothing was applied.
 */
public final class PendingMigrationsException extends SlipwayException {

	private static final long serialVersionUID = 1L;

	/** How many lines the message has for migrations, where there is one service. */
	private static final int MOST = 20;

	private static final int MOST_SERVICES = 8;

	private final ArrayList<PendingMigration> pending;

	private final @Nullable Duration waited;

	/**
	 * Create an exception for at least one migration.
	 * @param pending what is pending, service by service, in the order in which it would
	 * be applied
	 * @param waited how long this process has waited for another one to apply it;
	 * {@code null} when it has not
	 */
	public PendingMigrationsException(List<PendingMigration> pending, @Nullable Duration waited) {
		super(pending.get(0).service(), describe(pending, waited), null);
		this.pending = new ArrayList<>(pending);
		this.waited = waited;
	}

	/**
	 * Return what is pending.
	 * @return at least one migration, service by service, in the order in which they
	 * would be applied
	 */
	public List<PendingMigration> getPending() {
		return List.copyOf(this.pending);
	}

	/**
	 * Return how long this process has waited for another one.
	 * @return the time, empty when it has not waited
	 */
	public Optional<Duration> getWaited() {
		return Optional.ofNullable(this.waited);
	}

	private static String describe(List<PendingMigration> pending, @Nullable Duration waited) {
		Map<String, List<PendingMigration>> services = pending.stream()
			.collect(Collectors.groupingBy(PendingMigration::service, LinkedHashMap::new, Collectors.toList()));
		StringBuilder message = new StringBuilder();
		int most = MOST / Math.min(services.size(), MOST_SERVICES);
		services.keySet().stream().limit(MOST_SERVICES).forEach((service) -> {
			List<PendingMigration> own = services.getOrDefault(service, List.of());
			message.append(new ServiceName(service))
				.append(" is not up to date: ")
				.append((own.size() == 1) ? "1 migration is" : own.size() + " migrations are")
				.append(" pending:\n\n");
			own.stream()
				.limit(most)
				.forEach((
						migration) -> message.append("  - ").append(Printable.line(migration.describe())).append("\n"));
			if (own.size() > most) {
				message.append("  ").append(Listing.more(own.size() - most)).append("\n");
			}
			message.append("\n");
		});
		int more = services.size() - MOST_SERVICES;
		if (more > 0) {
			message.append((more == 1) ? "1 service more is" : more + " services more are")
				.append(" not up to date.\n\n");
		}
		if (waited != null) {
			message.append("This process has waited ").append(waited.toSeconds()).append(" s for another one. ");
		}
		return message.append(applied(List.of())).toString();
	}

	/**
	 * One migration that is not applied as it stands in its file.
	 *
	 * @param service the name of the service, empty for the unnamed one
	 * @param label the file's name without its ending
	 * @param state how far it is from being applied
	 * @param statements how many of its statements are finished, when it runs statement
	 * by statement
	 */
	public record PendingMigration(String service, String label, State state, int statements) implements Serializable {

		private String describe() {
			if (this.state == State.NEW) {
				return this.label;
			}
			String progress = (this.state == State.CHANGED) ? "" : finished() + "; ";
			return this.label + " (" + progress + this.state.explanation + ")";
		}

		private String finished() {
			return switch (this.statements) {
				case 0 -> "none of its statements is finished";
				case 1 -> "1 statement is finished";
				default -> this.statements + " statements are finished";
			};
		}

	}

	/**
	 * How far a migration is from being applied.
	 */
	public enum State {

		/** It was never begun. */
		NEW(""),

		/** A repeatable that was applied with another text. */
		CHANGED("has changed since it was last applied"),

		/** Begun, statement by statement, and either still running or killed. */
		RUNNING("another process is at it, or was killed"),

		/** Begun, statement by statement, and a statement failed. */
		FAILED("the next one failed");

		private final String explanation;

		State(String explanation) {
			this.explanation = explanation;
		}

	}

}
