package offspring.testing;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
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

    private static final ScheduledExecutorService JCMD_WATCH =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("jcmd watch").factory());

    @Override
    public void beforeEach(ExtensionContext context) {
        Future<?> alarm = WATCH.schedule(
                () -> printStacks(
                        context.getRequiredTestClass().getSimpleName() + " " + context.getDisplayName(), System.err),
                HUNG.toNanos(),
                TimeUnit.NANOSECONDS);
        context.getStore(NAMESPACE).put("alarm", alarm);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        context.getStore(NAMESPACE).get("alarm", Future.class).cancel(false);
    }

    /** The stacks of this JVM and of everything below it that is one. */
    static void printStacks(String test, PrintStream out) {
        out.printf("==== %s hangs for %d s ====%n", test, HUNG.toSeconds());
        out.println(ownStacks());
        for (Family.Member member : Family.ofThisJvm()) {
            out.printf("==== %s%n", member);
            if (!member.isDead() && member.state() != 'T' && member.command().contains("java")) {
                printStacks(out, member.pid());
            }
        }
    }

    /** Not by jcmd, whose listener would stay open in this JVM. */
    private static String ownStacks() {
        try {
            ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
            Object[] arguments = {new String[] {"-l"}};
            String[] types = {String[].class.getName()};
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(commands, "threadPrint", arguments, types);
        } catch (JMException impossible) {
            return "no stacks of this JVM: " + impossible;
        }
    }

    private static void printStacks(PrintStream out, long pid) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "Thread.print", "-l")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            JCMD_WATCH.schedule(process::destroyForcibly, 20, TimeUnit.SECONDS);
            process.getInputStream().transferTo(out);
        } catch (IOException impossible) {
            out.println("no stacks of " + pid + ": " + impossible);
        }
    }
}
