package dev.slipway.secrets;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;

import dev.slipway.MigrationFailedException;
import dev.slipway.ScriptPosition;
import dev.slipway.SlipwayException;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.postgresql.util.PSQLException;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;

/**
 * Records every exception of Slipway's that is made while the tests run, thrown or not,
 * and writes down what can be printed of it, for {@link SecretScannerIT} and
 * {@link WordingIT} to read. An agent adds the recording to the constructor of their
 * common class.
 */
public final class ThrownExceptions implements LauncherSessionListener {

	/** Set in the processes that run all tests, and in no other. */
	private static final boolean RECORDED = Boolean.getBoolean("slipway.test.recorded");

	/** What tests are called that say something with a text of nobody's. */
	private static final List<String> TESTS_OF_MADE_UP_TEXTS = List.of("HostileText", "UntrustedText", "SecretsTests",
			"FailureAnalyzersTests", "StatusResultTests");

	private static final Queue<Throwable> EXCEPTIONS = new ConcurrentLinkedQueue<>();

	/** What is wrong with the text of a file. */
	private static final Set<String> PROBLEMS = ConcurrentHashMap.newKeySet();

	/**
	 * Remember an exception. Called by what the agent has added.
	 */
	public static void record(Throwable exception) {
		if (exception instanceof SlipwayException) {
			EXCEPTIONS.add(exception);
		}
		else if (!isMadeUp(exception)) {
			PROBLEMS.add(String.valueOf(exception.getMessage()).replace('\n', ' '));
		}
	}

	@Override
	public void launcherSessionOpened(LauncherSession session) {
		if (RECORDED) {
			empty(ScannedFiles.own(ScannedFiles.LOG));
			empty(ScannedFiles.own(ScannedFiles.EXCEPTIONS));
			empty(ScannedFiles.own(ScannedFiles.MESSAGES));
			instrumentation().addTransformer(new Recording());
		}
	}

	@Override
	public void launcherSessionClosed(LauncherSession session) {
		if (RECORDED) {
			try {
				// Not a writer of Files: that one fails at a lone surrogate.
				try (PrintWriter out = new PrintWriter(ScannedFiles.own(ScannedFiles.EXCEPTIONS).toFile(),
						StandardCharsets.UTF_8)) {
					EXCEPTIONS.forEach((exception) -> print(exception, out));
				}
				try (PrintWriter out = new PrintWriter(ScannedFiles.own(ScannedFiles.MESSAGES).toFile(),
						StandardCharsets.UTF_8)) {
					EXCEPTIONS.stream()
						.filter((exception) -> !isMadeUp(exception))
						.forEach((exception) -> printMessage(exception, out));
					// As in the message of an exception that names the file.
					PROBLEMS
						.forEach((problem) -> out.println(ScannedFiles.NEXT_LINE + "  - file:1:1: " + problem + "."));
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/** Not delete: the log may be open already. */
	private static void empty(Path file) {
		try {
			Files.createDirectories(file.getParent());
			Files.write(file, new byte[0]);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Whether a test has made up the texts in an exception. */
	private static boolean isMadeUp(Throwable exception) {
		return Arrays.stream(exception.getStackTrace())
			.map((element) -> element.getClassName().substring(element.getClassName().lastIndexOf('.') + 1))
			.anyMatch((name) -> TESTS_OF_MADE_UP_TEXTS.stream().anyMatch(name::contains));
	}

	private static void printMessage(Throwable exception, PrintWriter out) {
		out.println(exception.getClass().getSimpleName() + ": "
				+ String.valueOf(exception.getMessage()).replace("\n", "\n" + ScannedFiles.NEXT_LINE));
	}

	/** What a stack trace shows, and what somebody may print besides. */
	private static void print(Throwable exception, PrintWriter out) {
		exception.printStackTrace(out);
		if (exception instanceof MigrationFailedException failed) {
			out.println(failed.getError());
			ScriptPosition position = failed.getPosition();
			out.println((position != null) ? position.excerpt() : "");
			out.println(failed.getContention());
		}
		printHidden(exception, out, Collections.newSetFromMap(new IdentityHashMap<>()));
		out.println();
	}

	/** A stack trace shows neither of these. */
	private static void printHidden(@Nullable Throwable thrown, PrintWriter out, Set<Throwable> seen) {
		if (thrown == null || !seen.add(thrown)) {
			return;
		}
		if (thrown instanceof PSQLException psql && psql.getServerErrorMessage() != null) {
			out.println("Server said: " + psql.getServerErrorMessage() + " " + psql.getServerErrorMessage().getDetail()
					+ " " + psql.getServerErrorMessage().getHint() + " " + psql.getServerErrorMessage().getWhere() + " "
					+ psql.getServerErrorMessage().getInternalQuery());
		}
		if (thrown instanceof SQLException sql && sql.getNextException() != null) {
			out.println("Next: " + sql.getNextException());
			printHidden(sql.getNextException(), out, seen);
		}
		printHidden(thrown.getCause(), out, seen);
		Arrays.stream(thrown.getSuppressed()).forEach((one) -> printHidden(one, out, seen));
	}

	/**
	 * Byte Buddy, which Mockito brings, attaches an agent to this very process. Its class
	 * has annotations that are not on the class path, of which the compiler warns.
	 */
	private static Instrumentation instrumentation() {
		try {
			return (Instrumentation) Objects
				.requireNonNull(Class.forName("net.bytebuddy.agent.ByteBuddyAgent").getMethod("install").invoke(null));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Adds the recording to the end of the constructor of {@link SlipwayException}, and
	 * of the exceptions that say what is wrong with the text of a file.
	 */
	private static final class Recording implements ClassFileTransformer {

		/** As a text: the class is not to be loaded before. */
		private static final String CLASS = "dev/slipway/SlipwayException";

		/** Those that tests of the reading of files meet alone. */
		private static final Pattern OF_TEXTS = Pattern.compile("dev/slipway/.*/\\w*(Syntax|Substitution)Exception");

		@Override
		public byte @Nullable [] transform(ClassLoader loader, @Nullable String name, Class<?> redefined,
				ProtectionDomain domain, byte[] code) {
			if (!CLASS.equals(name) && (name == null || !OF_TEXTS.matcher(name).matches())) {
				return null;
			}
			ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
			new ClassReader(code).accept(new ClassVisitor(Opcodes.ASM9, writer) {

				@Override
				public MethodVisitor visitMethod(int access, String method, String descriptor, String signature,
						String[] exceptions) {
					MethodVisitor visitor = super.visitMethod(access, method, descriptor, signature, exceptions);
					return method.equals("<init>") ? recording(visitor) : visitor;
				}

			}, 0);
			return writer.toByteArray();
		}

		private static MethodVisitor recording(MethodVisitor visitor) {
			return new MethodVisitor(Opcodes.ASM9, visitor) {

				@Override
				public void visitInsn(int opcode) {
					if (opcode == Opcodes.RETURN) {
						super.visitVarInsn(Opcodes.ALOAD, 0);
						super.visitMethodInsn(Opcodes.INVOKESTATIC, ThrownExceptions.class.getName().replace('.', '/'),
								"record", "(Ljava/lang/Throwable;)V", false);
					}
					super.visitInsn(opcode);
				}

			};
		}

	}

}
