package offspring.testing;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Prints the stacks of this JVM and of its children when a test hangs.
 *
 * <p>Registered for all tests by {@code META-INF/services}; the deadline that ends the test is
 * JUnit's own and lies behind this one.
 */
public final class HangWatch implements BeforeEachCallback, AfterEachCallback {

    private static final Duration HUNG = Eventually.scaled(Duration.ofSeconds(60));

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(HangWatch.class);

    private static final ScheduledExecutorService WATCH =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("hang watch").factory());

    /** What is to be done when the time is over, and the printing that is then under way. */
    private record Alarm(Future<?> alarm, StackPrinter printer) {

        void stop() {
            alarm.cancel(false);
            printer.stop();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        String test = context.getRequiredTestClass().getSimpleName() + " " + context.getDisplayName();
        StackPrinter printer = new StackPrinter(System.err);
        String title = "%s hangs for %d s".formatted(test, HUNG.toSeconds());
        Future<?> alarm = WATCH.schedule(() -> printer.print(title), HUNG.toNanos(), TimeUnit.NANOSECONDS);
        context.getStore(NAMESPACE).put("alarm", new Alarm(alarm, printer));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        stop(context);
    }

    /** No stacks any more for a test that has ended, if only now: a jcmd of ours would be a child that it has left. */
    static void stop(ExtensionContext context) {
        Alarm alarm = context.getStore(NAMESPACE).get("alarm", Alarm.class);
        if (alarm != null) {
            alarm.stop();
        }
    }
}
