package offspring.testing;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Knows how long each test class of a run has taken. */
public final class SlowClasses implements TestExecutionListener {

    private static final int SHOWN = 10;

    private final Map<String, Long> begun = new ConcurrentHashMap<>();
    private final Map<String, Long> millis = new ConcurrentHashMap<>();

    @Override
    public void executionStarted(TestIdentifier test) {
        begun.put(test.getUniqueId(), System.nanoTime());
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        long nanos = System.nanoTime() - begun.remove(test.getUniqueId());
        if (test.getSource().orElse(null) instanceof ClassSource source) {
            millis.put(source.getClassName(), TimeUnit.NANOSECONDS.toMillis(nanos));
        }
    }

    /** The slowest classes, a line each. */
    public void print(PrintStream out) {
        millis.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .forEach(entry -> out.println(entry.getValue() + " ms " + entry.getKey()));
    }
}
