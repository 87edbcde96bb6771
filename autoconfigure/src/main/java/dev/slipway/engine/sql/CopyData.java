package dev.slipway.engine.sql;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * The lines that follow {@code COPY … FROM STDIN;} up to the line <code>\.</code> or the
 * end of the script, as psql takes them.
 */
public final class CopyData {

	private final SqlWindow window;

	private final SqlLexer lexer;

	private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();

	private final ByteBuffer bytes = ByteBuffer.allocate(32 * 1024);

	CopyData(SqlWindow window, SqlLexer lexer) {
		this.window = window;
		this.lexer = lexer;
	}

	/**
	 * Write the data and move behind the line that ends it.
	 * @param target where the data goes, as UTF-8
	 * @throws SqlSyntaxException if more SQL stands on the line of the statement
	 */
	public void writeTo(OutputStream target) throws SqlSyntaxException, IOException {
		try {
			writeLines(target);
		}
		catch (SqlWindow.TooLong ex) {
			throw new SqlSyntaxException(this.window.offset(this.lexer.end()),
					SqlWindow.TooLong.describe("a line of data"));
		}
	}

	private void writeLines(OutputStream target) throws SqlSyntaxException, IOException {
		toNextLine();
		while (!ends()) {
			int begin = this.lexer.end();
			int next = behindLines(begin);
			write(begin, next, target);
			this.lexer.moveTo(next);
			this.lexer.discard();
		}
		this.lexer.skipLine();
	}

	/** Blanks and a comment may follow the semicolon. */
	private void toNextLine() throws SqlSyntaxException, IOException {
		int index = behindBlanks(this.lexer.end());
		char c = this.window.at(index);
		if (c == '-' && this.window.at(index + 1) == '-') {
			this.lexer.moveTo(index);
			this.lexer.skipLine();
			index = this.lexer.end();
			index += (this.window.at(index) == '\r') ? 1 : 0;
			c = this.window.at(index);
		}
		if (c != '\n' && this.window.has(index)) {
			throw new SqlSyntaxException(this.window.offset(index),
					"SQL behind COPY … FROM STDIN: the next line is its data");
		}
		this.lexer.moveTo(this.window.has(index) ? index + 1 : index);
	}

	private int behindBlanks(int begin) throws IOException {
		int index = begin;
		char c = this.window.at(index);
		while (c == ' ' || c == '\t' || c == '\r' || c == ';' || c == '/') {
			int next = (c == '/') ? behindComment(index) : index + 1;
			if (next == index) {
				return index;
			}
			index = next;
			c = this.window.at(index);
		}
		return index;
	}

	/**
	 * Pass over a comment.
	 * @return where it begins if it does not end on this line
	 */
	private int behindComment(int begin) throws IOException {
		if (this.window.at(begin + 1) != '*') {
			return begin;
		}
		int index = begin + 2;
		while (this.window.has(index) && this.window.at(index) != '\n') {
			if (this.window.at(index) == '*' && this.window.at(index + 1) == '/') {
				return index + 2;
			}
			index++;
		}
		return begin;
	}

	/** Whether the data ends where the lexer stands, at the beginning of a line. */
	private boolean ends() throws IOException {
		int index = this.lexer.end();
		if (!this.window.has(index)) {
			return true;
		}
		if (this.window.at(index) != '\\' || this.window.at(index + 1) != '.') {
			return false;
		}
		int behind = (this.window.at(index + 2) == '\r') ? index + 3 : index + 2;
		return !this.window.has(behind) || this.window.at(behind) == '\n';
	}

	/**
	 * Pass over whole lines, as many as are in the window, up to one that may end the
	 * data; at least over one.
	 */
	private int behindLines(int begin) throws IOException {
		int index = begin;
		int behind = begin;
		while (this.window.has(index)) {
			char[] chars = this.window.chars();
			int limit = this.window.limit();
			while (index < limit) {
				if (chars[index++] == '\n') {
					behind = index;
					if (index == limit || chars[index] == '\\') {
						return behind;
					}
				}
			}
			if (behind > begin) {
				return behind;
			}
		}
		return index;
	}

	private void write(int begin, int end, OutputStream target) throws SqlSyntaxException, IOException {
		CharBuffer in = CharBuffer.wrap(this.window.chars(), begin, end - begin);
		while (in.hasRemaining()) {
			CoderResult result = this.encoder.encode(in, this.bytes, true);
			if (result.isError()) {
				throw new SqlSyntaxException(this.window.offset(in.position()),
						"half of a surrogate pair, which is no character");
			}
			target.write(this.bytes.array(), 0, this.bytes.position());
			this.bytes.clear();
		}
		this.encoder.reset();
	}

}
