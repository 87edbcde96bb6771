package dev.slipway.engine.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

import dev.slipway.PlannedRun.Kind;
import dev.slipway.PlannedRun.Script;
import dev.slipway.PlannedRun.Statement;
import dev.slipway.engine.files.Executable;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.script.ScriptStatements;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.ReadFailure;
import dev.slipway.engine.text.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * A file of a preview, parsed.
 *
 * @param executable the file
 * @param batch which batch it belongs to
 * @param transactional whether it runs in one transaction
 * @param within the migration in whose transaction it runs
 * @param finished how many of its statements are finished
 * @param secrets what must not be shown of it
 */
record PreviewScript(Executable executable, int batch, boolean transactional, @Nullable String within, int finished,
		Secrets secrets) implements Script {

	@Override
	public Kind kind() {
		if (!(this.executable instanceof Migration migration)) {
			return Kind.CALLBACK;
		}
		return (migration.code() != null) ? Kind.CODE : Kind.MIGRATION;
	}

	@Override
	public String label() {
		return this.executable.label();
	}

	@Override
	public String file() {
		return this.executable.script().path();
	}

	@Override
	public String reason() {
		return this.transactional ? "" : this.secrets.mask(this.executable.script().parsed().reason());
	}

	@Override
	public void forEachStatement(Consumer<? super Statement> target) {
		if (kind() == Kind.CODE) {
			return;
		}
		try (ScriptStatements source = this.executable.script().open()) {
			int seen = 0;
			for (SqlStatement next = source.next(); next != null; next = source.next()) {
				if (++seen > this.finished) {
					target.accept(new Statement(this.executable.script().line(next), this.secrets.mask(next.text()),
							next.kind() == SqlStatement.Kind.COPY_STREAM));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(Printable.line(file() + " cannot be read: " + ReadFailure.reason(ex)), ex);
		}
	}

}
