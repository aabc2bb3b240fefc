package offspring.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;

/**
 * Waiting for what has no event of its own, with one deadline for all tests.
 *
 * <p>The deadline says when to give up, never how fast something has to be. On a slow machine set
 * {@code -Doffspring.test.patience=4} (a factor).
 */
public final class Eventually {

    /** The system property with the machine's factor; {@link TestJvm} hands it on. */
    static final String PROPERTY = "offspring.test.patience";

    private static final double FACTOR = Double.parseDouble(System.getProperty(PROPERTY, "1"));

    private Eventually() {}

    /** How long a test waits for something that takes milliseconds, save where several JVMs boot on a slow core. */
    public static Duration patience() {
        return scaled(Duration.ofSeconds(60));
    }

    /** The machine's factor, for what a test starts in another JVM. */
    public static double factor() {
        return FACTOR;
    }

    /** A duration times the machine's factor. */
    public static Duration scaled(Duration duration) {
        return Duration.ofMillis((long) (duration.toMillis() * FACTOR));
    }

    /** Waits until the condition holds; the text says what was waited for. */
    public static void eventually(String what, Callable<Boolean> condition) {
        await(what).until(condition);
    }

    /** Waits until the assertions pass. */
    public static void eventuallyAsserted(ThrowingRunnable assertions) {
        await("the assertions").untilAsserted(assertions);
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(patience());
    }
}
