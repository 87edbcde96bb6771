package dev.slipway.engine.text;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Masks what is printed with an exception: its message, and those of its causes, of what
 * it suppressed and of what the driver has chained to it.
 */
public final class CauseMasking {

	private final BiFunction<Throwable, String, String> mask;

	private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

	/**
	 * Create a masking.
	 * @param mask masks one text of an exception
	 */
	CauseMasking(BiFunction<Throwable, String, String> mask) {
		this.mask = mask;
	}

	/**
	 * Return a cause without credentials, and printable. The driver makes messages of
	 * several lines on purpose.
	 * @param printable the exceptions whose messages are printable already
	 */
	public static Throwable ofCredentials(Throwable cause, Class<? extends Throwable> printable) {
		return new CauseMasking((thrown, text) -> {
			String masked = Redaction.mask(text);
			boolean ownLines = printable.isInstance(thrown)
					|| (thrown instanceof PSQLException psql && !hasLines(psql.getServerErrorMessage()));
			return ownLines ? Printable.text(masked) : Printable.block(masked);
		}).of(cause);
	}

	/** Whether a name or a text in what the server said could begin a line. */
	private static boolean hasLines(@Nullable ServerErrorMessage said) {
		return said != null && Stream
			.of(said.getMessage(), said.getDetail(), said.getHint(), said.getWhere(), said.getInternalQuery())
			.filter(Objects::nonNull)
			.anyMatch((text) -> text.indexOf('\n') >= 0);
	}

	/**
	 * Return the exception itself when nothing of it is masked, else a plain one in its
	 * place: nobody can change the message of an exception, and the driver's own keeps
	 * what the server said.
	 */
	Throwable of(Throwable thrown) {
		this.seen.clear();
		if (isClean(thrown)) {
			return thrown;
		}
		this.seen.clear();
		return copy(thrown);
	}

	private boolean isClean(@Nullable Throwable thrown) {
		if (thrown == null || !this.seen.add(thrown)) {
			return true;
		}
		return texts(thrown).filter(Objects::nonNull).allMatch((text) -> text.equals(this.mask.apply(thrown, text)))
				&& isClean(thrown.getCause()) && Arrays.stream(thrown.getSuppressed()).allMatch(this::isClean)
				&& (!(thrown instanceof SQLException sql) || isClean(sql.getNextException()));
	}

	private static Stream<@Nullable String> texts(Throwable thrown) {
		ServerErrorMessage said = (thrown instanceof PSQLException psql) ? psql.getServerErrorMessage() : null;
		Stream<@Nullable String> own = Stream.of(thrown.getMessage(), thrown.toString());
		return (said == null) ? own
				: Stream.concat(own,
						Stream.of(said.getMessage(), said.getDetail(), said.getHint(), said.getWhere(),
								said.getInternalQuery(), said.getSchema(), said.getTable(), said.getColumn(),
								said.getDatatype(), said.getConstraint()));
	}

	private Throwable copy(Throwable thrown) {
		this.seen.add(thrown);
		Throwable copy = plain(thrown);
		copy.setStackTrace(thrown.getStackTrace());
		Throwable cause = thrown.getCause();
		if (cause != null && !this.seen.contains(cause)) {
			copy.initCause(copy(cause));
		}
		for (Throwable suppressed : thrown.getSuppressed()) {
			if (!this.seen.contains(suppressed)) {
				copy.addSuppressed(copy(suppressed));
			}
		}
		if (copy instanceof SQLException target && thrown instanceof SQLException source) {
			SQLException next = source.getNextException();
			if (next != null && !this.seen.contains(next)) {
				target.setNextException((SQLException) copy(next));
			}
		}
		return copy;
	}

	private Throwable plain(Throwable thrown) {
		String message = this.mask.apply(thrown, String.valueOf(thrown.getMessage()));
		return (thrown instanceof SQLException sql) ? new SQLException(message, sql.getSQLState(), sql.getErrorCode())
				: new RuntimeException(thrown.getClass().getName() + ": " + message);
	}

}
