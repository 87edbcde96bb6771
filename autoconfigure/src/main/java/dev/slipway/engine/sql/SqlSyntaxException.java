package dev.slipway.engine.sql;

/**
 * A script that cannot be split: where and why.
 */
public final class SqlSyntaxException extends Exception {

	private static final long serialVersionUID = 1L;

	private final long offset;

	public SqlSyntaxException(long offset, String message) {
		super(message);
		this.offset = offset;
	}

	public long offset() {
		return this.offset;
	}

	/** Never without a message. */
	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
