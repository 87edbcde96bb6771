package dev.slipway.faults;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;

import dev.slipway.testing.PostgresTools;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a class of the fault suite, {@code mvn verify -Pfaults}: real processes on a real
 * server, to which real faults happen. {@code -Dslipway.faults=short} is the form of a
 * few minutes, {@code -Dslipway.faults.seed} repeats the random choices of another run,
 * {@code -Dslipway.faults.trial} one trial of it, and {@code -Dslipway.faults.keep=true}
 * keeps what the replicas printed below {@code target/faults}, as it is kept where
 * something was wrong.
 * <p>
 * A class gets the {@link Faults} through its constructor.
 */
@Tag("faults")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FaultsExtension.class)
@Timeout(value = 1, unit = TimeUnit.HOURS)
@EnabledIf(value = "dev.slipway.testing.PostgresTools#areInstalled", disabledReason = PostgresTools.MISSING)
@interface FaultSuite {

}
