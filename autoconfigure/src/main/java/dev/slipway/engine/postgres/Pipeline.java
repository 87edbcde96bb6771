package dev.slipway.engine.postgres;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.PGCopyOutputStream;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Field;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.SqlCommand;
import org.postgresql.core.TransactionState;
import org.postgresql.core.Tuple;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.util.ByteStreamWriter;

/**
 * Sends many statements in one round trip and knows which of them failed.
 * <p>
 * JDBC's batches cannot do this: the driver runs a SELECT in a batch for its first row
 * only, so that {@code SELECT create_partition(i) FROM generate_series(1, 12) i} would
 * make one partition; it reports every entry of a batch as failed, whichever did; and it
 * splits each entry by rules of its own. One layer below, the driver takes statements
 * that were split already and reports on each of them.
 */
public final class Pipeline {

	/**
	 * How many statements a round trip may hold: before one more the driver waits for the
	 * server in any case, so that neither blocks the other.
	 */
	public static final int MOST_STATEMENTS = 255;

	/**
	 * How many bytes of SQL a round trip may hold. What is sent must fit into the buffers
	 * between client and server, or both block in sending when the server has much to
	 * say, such as the rows of a large SELECT.
	 */
	public static final int MOST_BYTES = 96 * 1024;

	/** A thread that is interrupted cancels until it ends. */
	private static final int MOST_CANCELS = 10;

	private static final int FLAGS = QueryExecutor.QUERY_ONESHOT | QueryExecutor.QUERY_SUPPRESS_BEGIN;

	private static final int[] NO_PARAMETERS = {};

	private final BaseConnection connection;

	/** In the simple protocol every statement is a round trip of its own. */
	private final boolean simple;

	public Pipeline(Connection connection) throws SQLException {
		this.connection = connection.unwrap(BaseConnection.class);
		this.simple = this.connection.getPreferQueryMode() == PreferQueryMode.SIMPLE;
	}

	/**
	 * Whether a connection of the driver's is open and has no transaction, as far as the
	 * server has answered.
	 */
	static boolean isIdle(Connection connection) throws SQLException {
		BaseConnection driver = connection.unwrap(BaseConnection.class);
		return !driver.isClosed() && driver.getTransactionState() == TransactionState.IDLE;
	}

	/** Whether every statement is a round trip of its own. */
	public boolean isSimple() {
		return this.simple;
	}

	/** Whether no transaction is open, as far as the server has answered. */
	public boolean isIdle() {
		return this.connection.getTransactionState() == TransactionState.IDLE;
	}

	/** Whether a transaction is open in which nothing has failed. */
	public boolean isInTransaction() {
		return this.connection.getTransactionState() == TransactionState.OPEN;
	}

	/**
	 * Let JDBC know of the transaction that is open: without one it knows neither
	 * savepoints nor large objects, and reads all rows of a query at once.
	 */
	public void giveTransactionToJdbc() throws SQLException {
		this.connection.setAutoCommit(false);
	}

	/**
	 * Take the transaction back once it has ended. In an open one JDBC would commit.
	 */
	public void takeTransactionFromJdbc() throws SQLException {
		if (!this.connection.isClosed() && !this.connection.getAutoCommit() && isIdle()) {
			this.connection.setAutoCommit(true);
		}
	}

	/** End a connection of the driver's, below whatever pool has lent it. */
	static void abort(Connection connection) throws SQLException {
		connection.unwrap(BaseConnection.class).abort(Runnable::run);
	}

	/**
	 * End a connection on which the driver was stopped by something else than an error of
	 * the server's, such as an {@link OutOfMemoryError}. Where it was stopped, answers
	 * may be left that it would take for those to the next statement.
	 * @param cause what stopped it
	 */
	public static void abort(Connection connection, Throwable cause) {
		try {
			abort(connection);
		}
		catch (SQLException ex) {
			cause.addSuppressed(ex);
		}
	}

	/**
	 * Send statements until one fails.
	 * @param statements the statements, each without a semicolon
	 * @return how far it went
	 */
	public Reply send(List<String> statements) {
		return send(statements, (notice) -> {
		});
	}

	/**
	 * Send statements that end what has failed and take back what it leaves, which may be
	 * sent again. A cancel that was for what has failed may come late, and meet these.
	 * @param statements the statements, each without a semicolon
	 * @return how far it went
	 */
	public Reply cleanUp(List<String> statements) {
		Reply reply = send(statements);
		for (int cancels = 1; cancels < MOST_CANCELS && reply.isCancelled(); cancels++) {
			reply = send(statements);
		}
		return reply;
	}

	/**
	 * Send statements until one fails.
	 * @param statements the statements, each without a semicolon
	 * @param notices takes what the server remarks, as it comes: there is no limit to it
	 * @return how far it went
	 */
	public Reply send(List<String> statements, Consumer<Notice> notices) {
		AutoSave autosave = this.connection.getAutosave();
		// A savepoint of the driver's would end with the first transaction in a round
		// trip.
		this.connection.setAutosave(AutoSave.NEVER);
		try {
			return sendRoundTrips(statements, notices);
		}
		catch (RuntimeException | Error ex) {
			abort(this.connection, ex);
			throw ex;
		}
		finally {
			this.connection.setAutosave(autosave);
		}
	}

	private Reply sendRoundTrips(List<String> statements, Consumer<Notice> notices) {
		Reply reply = new Reply(0, null, notices);
		QueryExecutor executor = this.connection.getQueryExecutor();
		try {
			while (reply.completed < statements.size()) {
				int first = reply.completed;
				int next = endOfRoundTrip(statements, first);
				executor.execute(query(executor, statements.subList(first, next)), null, reply, 0, 0, FLAGS);
				reply.completed = next;
			}
		}
		catch (SQLException ex) {
			reply.failure = ex;
		}
		return reply;
	}

	private int endOfRoundTrip(List<String> statements, int first) {
		int end = first + 1;
		int bytes = bytes(statements.get(first));
		while (end < statements.size()) {
			int size = bytes(statements.get(end));
			if (isFull(end - first, bytes, size)) {
				return end;
			}
			bytes += size;
			end++;
		}
		return end;
	}

	/**
	 * Whether a round trip has no room for a further statement.
	 * @param statements how many statements it holds
	 * @param bytes how many bytes they have
	 * @param next how many bytes the further statement has
	 */
	public boolean isFull(int statements, int bytes, int next) {
		return statements > 0 && (this.simple || statements >= MOST_STATEMENTS || bytes + next > MOST_BYTES);
	}

	/**
	 * Run a COPY and stream its data to the server, or drop what it sends.
	 * @param sql what to send
	 * @param data writes the data; {@code null} to drop what the server sends
	 * @param notices takes what the server remarks
	 * @return whether it succeeded
	 * @throws IOException if the data cannot be read; the server was told to give it up
	 */
	public Reply copy(String sql, @Nullable Data data, Consumer<Notice> notices) throws IOException {
		try {
			this.connection.clearWarnings();
			return copyData(sql, data, notices);
		}
		catch (RuntimeException | Error ex) {
			abort(this.connection, ex);
			throw ex;
		}
		catch (SQLException ex) {
			return new Reply(0, ex);
		}
	}

	private Reply copyData(String sql, @Nullable Data data, Consumer<Notice> notices) throws IOException {
		try {
			if (data == null) {
				this.connection.getCopyAPI().copyOut(sql, OutputStream.nullOutputStream());
				takeWarnings(notices);
				return new Reply(1, null);
			}
			CopyIn copy = this.connection.getCopyAPI().copyIn(sql);
			try {
				// Not to be closed: that would end the copy as if all were well.
				OutputStream target = new PGCopyOutputStream(copy, MOST_BYTES);
				data.writeTo(NoticedStream.of(target, this, notices));
				target.flush();
				copy.endCopy();
				takeWarnings(notices);
			}
			finally {
				if (copy.isActive()) {
					copy.cancelCopy();
				}
			}
			return new Reply(1, null);
		}
		catch (SQLException ex) {
			return new Reply(0, ex);
		}
		catch (IOException ex) {
			if (ex.getCause() instanceof SQLException refused) {
				return new Reply(0, refused);
			}
			throw ex;
		}
	}

	/**
	 * Run a statement whose only parameter is streamed to the server.
	 * @param sql the statement, with one question mark of type {@code bytea}
	 * @param bytes how long the data is
	 * @param data writes the data
	 * @return whether it succeeded
	 * @throws IOException if the data cannot be read; the statement has failed then
	 */
	public Reply store(String sql, int bytes, Data data) throws IOException {
		Streamed streamed = new Streamed(bytes, data);
		AutoSave autosave = this.connection.getAutosave();
		this.connection.setAutosave(AutoSave.NEVER);
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			statement.unwrap(PGStatement.class).setPrepareThreshold(0);
			statement.setObject(1, streamed);
			statement.executeUpdate();
		}
		catch (SQLException ex) {
			streamed.throwFailure();
			return new Reply(0, ex);
		}
		catch (RuntimeException | Error ex) {
			abort(this.connection, ex);
			throw ex;
		}
		finally {
			this.connection.setAutosave(autosave);
		}
		streamed.throwFailure();
		return new Reply(1, null);
	}

	/** During a COPY the driver keeps what the server remarks, until it is asked. */
	private void takeWarnings(Consumer<Notice> notices) throws IOException {
		try {
			SQLWarning warning = this.connection.getWarnings();
			this.connection.clearWarnings();
			for (; warning != null; warning = warning.getNextWarning()) {
				notices.accept(new Notice(0, warning));
			}
		}
		catch (SQLException ex) {
			throw new IOException(ex);
		}
	}

	/** End the driver's connection, below whatever pool has lent it. */
	public void abort() throws SQLException {
		abort(this.connection);
	}

	/** Return how long a statement is in UTF-8, without a copy of it. */
	public static int bytes(String statement) {
		int bytes = statement.length();
		for (int i = 0; i < statement.length(); i++) {
			char c = statement.charAt(i);
			// A surrogate is half of four bytes.
			bytes += (c < 0x80) ? 0 : (c < 0x800 || Character.isSurrogate(c)) ? 1 : 2;
		}
		return bytes;
	}

	private static Query query(QueryExecutor executor, List<String> statements) {
		List<NativeQuery> queries = new ArrayList<>(statements.size());
		for (String statement : statements) {
			queries.add(new NativeQuery(statement, NO_PARAMETERS, false, SqlCommand.BLANK));
		}
		return executor.wrap(queries);
	}

	/** What comes up behind the last statement belongs to that. */
	private static <T> T at(List<T> sent, int index) {
		return sent.get(Math.min(index, sent.size() - 1));
	}

	/**
	 * Writes data.
	 */
	public interface Data {

		void writeTo(OutputStream target) throws IOException;

	}

	/**
	 * Data of a known length. The driver takes a failure of the one who writes it for one
	 * of the connection; of data that is too short it fills up the rest.
	 */
	private static final class Streamed implements ByteStreamWriter {

		private final int length;

		private final Data data;

		private @Nullable IOException failure;

		Streamed(int length, Data data) {
			this.length = length;
			this.data = data;
		}

		@Override
		public int getLength() {
			return this.length;
		}

		@Override
		public void writeTo(ByteStreamTarget target) {
			try {
				this.data.writeTo(target.getOutputStream());
			}
			catch (IOException ex) {
				this.failure = ex;
			}
		}

		void throwFailure() throws IOException {
			if (this.failure != null) {
				throw this.failure;
			}
		}

	}

	/** Takes what the server remarks while data is sent. */
	private static final class NoticedStream extends FilterOutputStream {

		private final Pipeline pipeline;

		private final Consumer<Notice> notices;

		private NoticedStream(OutputStream target, Pipeline pipeline, Consumer<Notice> notices) {
			super(target);
			this.pipeline = pipeline;
			this.notices = notices;
		}

		/** So that the class is loaded only where something is copied. */
		static OutputStream of(OutputStream target, Pipeline pipeline, Consumer<Notice> notices) {
			return new NoticedStream(target, pipeline, notices);
		}

		@Override
		public void write(byte[] bytes, int from, int length) throws IOException {
			this.out.write(bytes, from, length);
			this.pipeline.takeWarnings(this.notices);
		}

	}

	/**
	 * A remark of the server.
	 *
	 * @param statement the index of the statement that caused it
	 * @param warning what it said
	 */
	public record Notice(int statement, SQLWarning warning) {

		/**
		 * Return the statement that caused it.
		 * @param <T> what describes a statement
		 * @param sent what was sent, at least one
		 */
		public <T> T of(List<T> sent) {
			return at(sent, this.statement);
		}

	}

	/**
	 * How far a pipeline went. Every statement that succeeds ends in either rows or a
	 * status, which the driver passes on to this.
	 */
	public static final class Reply extends ResultHandlerBase {

		private final Consumer<Notice> notices;

		private int completed;

		private @Nullable SQLException failure;

		private Reply(int completed, @Nullable SQLException failure) {
			this(completed, failure, (notice) -> {
			});
		}

		private Reply(int completed, @Nullable SQLException failure, Consumer<Notice> notices) {
			this.notices = notices;
			this.completed = completed;
			this.failure = failure;
		}

		/** How many statements succeeded; the next one failed. */
		public int completed() {
			return this.completed;
		}

		/**
		 * Return the statement that failed.
		 * @param <T> what describes a statement
		 * @param sent what was sent, at least one
		 */
		public <T> T failed(List<T> sent) {
			return at(sent, this.completed);
		}

		private boolean isCancelled() {
			return this.failure != null && SqlState.of(this.failure).equals(SqlState.QUERY_CANCELED);
		}

		/** The error, {@code null} when all succeeded. */
		public @Nullable SQLException failure() {
			return this.failure;
		}

		@Override
		public void handleResultRows(Query fromQuery, Field[] fields, List<Tuple> tuples,
				@Nullable ResultCursor cursor) {
			this.completed++;
		}

		@Override
		public void handleCommandStatus(String status, long updateCount, long insertOid) {
			this.completed++;
		}

		@Override
		public void handleWarning(SQLWarning warning) {
			this.notices.accept(new Notice(this.completed, warning));
		}

	}

}
