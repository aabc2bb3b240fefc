package offspring.testing;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
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

    private static final ScheduledExecutorService WATCH_OUT =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("jcmd watch").factory());

    @Override
    public void beforeEach(ExtensionContext context) {
        Future<?> alarm = WATCH.schedule(
                () -> printStacks(context.getRequiredTestClass().getSimpleName() + " " + context.getDisplayName()),
                HUNG.toNanos(),
                TimeUnit.NANOSECONDS);
        context.getStore(NAMESPACE).put("alarm", alarm);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        context.getStore(NAMESPACE).get("alarm", Future.class).cancel(false);
    }

    private static void printStacks(String test) {
        PrintStream out = System.err;
        out.printf("==== %s hangs for %d s ====%n", test, HUNG.toSeconds());
        printStacks(out, ProcessHandle.current().pid());
        for (Family.Member member : Family.ofThisJvm()) {
            out.printf("==== %s%n", member);
            if (!member.isDead() && member.state() != 'T' && member.command().contains("java")) {
                printStacks(out, member.pid());
            }
        }
    }

    private static void printStacks(PrintStream out, long pid) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "Thread.print", "-l")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            WATCH_OUT.schedule(process::destroyForcibly, 20, TimeUnit.SECONDS);
            process.getInputStream().transferTo(out);
        } catch (IOException impossible) {
            out.println("no stacks of " + pid + ": " + impossible);
        }
    }
}
