package dev.slipway.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Random inputs for a test of what must hold for all of them. An input consists of parts.
 * When an input fails, parts are dropped from it as long as the rest fails in the same
 * way, and the failure's message has the seed, the number of the input and what is left
 * of it.
 *
 * @param <P> a part of an input
 */
public final class RandomInputs<P> {

	/** Repeats a run. */
	public static final String SEED_PROPERTY = "slipway.test.seed";

	private static final Seed SEED = Seed.of(SEED_PROPERTY);

	/** Not a limit of speed: a machine may be busy. */
	private static final Duration TIME_PER_INPUT = Duration.ofSeconds(30);

	/** An input that hangs keeps its thread: only a few of them may be tried. */
	private static final Duration TIME_PER_SMALLER_INPUT = Duration.ofSeconds(2);

	private static final Duration TIME_FOR_SHRINKING = Duration.ofSeconds(30);

	private static final int STACK_FRAMES = 4;

	private final Function<SplittableRandom, List<P>> generator;

	private final Function<List<P>, String> text;

	private final Seed seed;

	private final Duration timePerInput;

	private final Duration timePerSmallerInput;

	private RandomInputs(Function<SplittableRandom, List<P>> generator, Function<List<P>, String> text, Seed seed,
			Duration timePerInput, Duration timePerSmallerInput) {
		this.generator = generator;
		this.text = text;
		this.seed = seed;
		this.timePerInput = timePerInput;
		this.timePerSmallerInput = timePerSmallerInput;
	}

	/**
	 * Make inputs.
	 * @param generator makes the parts of an input
	 * @param text shows parts in a failure's message
	 */
	public static <P> RandomInputs<P> of(Function<SplittableRandom, List<P>> generator,
			Function<List<P>, String> text) {
		return new RandomInputs<>(generator, text, SEED, TIME_PER_INPUT, TIME_PER_SMALLER_INPUT);
	}

	/**
	 * Make the same inputs from another seed.
	 */
	RandomInputs<P> withSeed(Seed seed) {
		return new RandomInputs<>(this.generator, this.text, seed, this.timePerInput, this.timePerSmallerInput);
	}

	/**
	 * Make the same inputs, each with another limit for what is done with it.
	 */
	RandomInputs<P> withTimePerInput(Duration time) {
		return new RandomInputs<>(this.generator, this.text, this.seed, time, time);
	}

	/**
	 * Do something with each input, on a thread that is left behind when it does not end.
	 * @param count how many inputs
	 * @param check throws when an input fails
	 * @throws AssertionError for the first input that fails
	 */
	public void check(int count, Check<P> check) {
		SplittableRandom random = new SplittableRandom(this.seed.value());
		for (int number = 1; number <= count; number++) {
			List<P> input = this.generator.apply(random.split());
			Throwable failure = failure(check, input, this.timePerInput);
			if (failure != null) {
				throw failed(number, input, failure, check);
			}
		}
	}

	private AssertionError failed(int number, List<P> input, Throwable failure, Check<P> check) {
		Shrinking shrinking = new Shrinking(check, input, failure);
		shrinking.shrink();
		String message = "Input %d with %s fails, and so does this smaller one:%n%s%n%s%nThe input itself:%n%s"
			.formatted(number, this.seed, quoted(this.text.apply(shrinking.smallest)), shrinking.failure.getMessage(),
					quoted(this.text.apply(input)));
		return new AssertionError(message, shrinking.failure);
	}

	/** What a check has thrown, or that it did not end; null when it has passed. */
	private static <P> @Nullable Throwable failure(Check<P> check, List<P> input, Duration time) {
		FutureTask<Void> task = new FutureTask<>(() -> {
			check.accept(input);
			return null;
		});
		Thread thread = new Thread(task, "random-input");
		thread.setDaemon(true);
		thread.start();
		try {
			task.get(time.toMillis(), TimeUnit.MILLISECONDS);
			return null;
		}
		catch (ExecutionException ex) {
			return ex.getCause();
		}
		catch (TimeoutException ex) {
			return stuck(thread, time);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static Throwable stuck(Thread thread, Duration time) {
		StackTraceElement[] stack = thread.getStackTrace();
		TimeoutException stuck = new TimeoutException("Does not end within " + time.toMillis() + " ms, and is at "
				+ Stream.of(stack).limit(STACK_FRAMES).map(String::valueOf).collect(Collectors.joining(", ")));
		stuck.setStackTrace(stack);
		return stuck;
	}

	/** As in Java's source, so that each character can be seen. */
	private static String quoted(String text) {
		return text.codePoints().mapToObj(RandomInputs::escaped).collect(Collectors.joining("", "\t\"", "\""));
	}

	private static String escaped(int c) {
		return switch (c) {
			case '\n' -> "\\n";
			case '\r' -> "\\r";
			case '\t' -> "\\t";
			case '\f' -> "\\f";
			case '"' -> "\\\"";
			case '\\' -> "\\\\";
			default -> (c < ' ' || c >= 0x7F)
					? Character.toString(c).chars().mapToObj("\\u%04X"::formatted).collect(Collectors.joining())
					: Character.toString(c);
		};
	}

	/**
	 * What is done with an input.
	 *
	 * @param <P> a part of the input
	 */
	@FunctionalInterface
	public interface Check<P> {

		void accept(List<P> input) throws Exception;

	}

	/**
	 * Drops first halves, then ever smaller runs of parts.
	 */
	private final class Shrinking {

		private final Check<P> check;

		private final long end = System.nanoTime() + TIME_FOR_SHRINKING.toNanos();

		private List<P> smallest;

		private Throwable failure;

		Shrinking(Check<P> check, List<P> input, Throwable failure) {
			this.check = check;
			this.smallest = input;
			this.failure = failure;
		}

		void shrink() {
			int run = Math.max(1, this.smallest.size() / 2);
			while (System.nanoTime() < this.end) {
				boolean dropped = dropRuns(run);
				if (!dropped && run == 1) {
					return;
				}
				run = dropped ? Math.min(run, Math.max(1, this.smallest.size() / 2)) : run / 2;
			}
		}

		private boolean dropRuns(int run) {
			boolean dropped = false;
			int start = 0;
			while (start + run <= this.smallest.size() && this.smallest.size() > 1 && System.nanoTime() < this.end) {
				List<P> rest = new ArrayList<>(this.smallest);
				rest.subList(start, start + run).clear();
				Throwable failure = failure(this.check, rest, RandomInputs.this.timePerSmallerInput);
				if (failure != null && failure.getClass() == this.failure.getClass()) {
					this.smallest = rest;
					this.failure = failure;
					dropped = true;
				}
				else {
					start += run;
				}
			}
			return dropped;
		}

	}

}
