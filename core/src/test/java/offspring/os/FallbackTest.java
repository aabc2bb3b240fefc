package offspring.os;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.testing.Programs;
import offspring.testing.SlowClasses;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The tests of this package and of those that stand on it, once more where features are refused. Of {@code sync} those that
 * the refused feature matters to, and of the deaths a sample: each child is a JVM, and all of them took ten minutes. With
 * {@code -Doffspring.test.slowest=true} the slowest classes are printed to stderr.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class FallbackTest {

    /** Each run is some hundred tests, under strace too. */
    private static final Duration LIMIT = Duration.ofMinutes(19);

    private static final String SLOWEST = "offspring.test.slowest";

    private static final String MESSAGES =
            "offspring.message offspring.ipc.SharedQueueTest offspring.ipc.PipeTest";

    /** Who uses futex_waitv. */
    private static final String WORDS =
            "offspring.os.FeaturesTest offspring.os.FutexTest offspring.os.WordWaitsTest";
    /** Every kind of wait, by platform and virtual threads, within a process and between two. */
    private static final String WAITS = "offspring.sync.SharedLockTest offspring.sync.SharedEventTest"
            + " offspring.sync.SharedSemaphoreTest offspring.sync.SharedConditionTest offspring.sync.SharedBarrierTest"
            + " offspring.sync.WaitableTest offspring.sync.WakeTest offspring.sync.ManyWaitersTest ";
    /** Some random kills of each primitive's users: deaths are found in slices of a wait that polls. */
    private static final String WAITS_AND_DEATHS = WAITS + "offspring.sync.KillerTest";
    /** Only locks hear of ends, so without that it is their deaths that are found otherwise. */
    private static final String WAITS_AND_HOLDERS =
            WAITS + "offspring.sync.LockQueueTest offspring.sync.LockProcessTest";

    /** What none of the library's calls may be when it is refused; the JVM itself makes none of them. */
    private static final String OURS = "memfd_create,pidfd_open,pidfd_send_signal,futex_waitv";

    /** Tests that meet no feature, and this one. */
    private static final String SAME_EVERYWHERE = ".*[.](FallbackTest|ControlGroupTest|RingBufferTest|CostTest)";

    /** Runs the tests of the given packages and classes, then says whether all passed, else which did not, and whether it linked. */
    static final class TestRun {
        public static void main(String[] packages) {
            PrintStream answer = System.out;
            System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
            SummaryGeneratingListener summary = new SummaryGeneratingListener();
            SlowClasses slow = new SlowClasses();
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(Stream.of(packages)
                                            .map(TestRun::selector)
                                            .toList())
                                    .filters(ClassNameFilter.excludeClassNamePatterns(SAME_EVERYWHERE))
                                    .build(),
                            summary,
                            slow);
            if (Boolean.getBoolean(SLOWEST)) {
                slow.print(System.err);
            }
            summary.getSummary().printFailuresTo(new PrintWriter(System.err, true, UTF_8), 50);
            boolean any = summary.getSummary().getTestsSucceededCount() > 5;
            boolean passed = any && summary.getSummary().getTotalFailureCount() == 0;
            String verdict = passed ? "passed" : any ? failures(summary.getSummary()) : "no tests found";
            answer.println(verdict + ", " + (Features.isWarm() ? "warm" : "never linked"));
            System.exit(0);
        }

        private static DiscoverySelector selector(String name) {
            boolean isClass = Character.isUpperCase(name.charAt(name.lastIndexOf('.') + 1));
            return isClass ? selectClass(name) : selectPackage(name);
        }

        private static String failures(TestExecutionSummary summary) {
            return summary.getFailures().stream()
                    .map(failure -> failure.getTestIdentifier().getLegacyReportingName() + ": "
                            + failure.getException().toString().replace('\n', ' '))
                    .collect(Collectors.joining("; "));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "offspring.os",
                "offspring.region offspring.ring",
                "offspring.sync.SharedLockTest offspring.sync.SharedEventTest offspring.sync.SharedSemaphoreTest"
                        + " offspring.sync.SharedConditionTest offspring.sync.SharedBarrierTest",
                MESSAGES
            })
    void withoutTheLinkerEverythingWorksAndNoSystemCallIsMade(String packages, @TempDir Path directory)
            throws Exception {
        Path trace = directory.resolve("trace");
        List<String> strace = List.of(
                "strace", "--follow-forks", "--seccomp-bpf", "--quiet=all", "--output=" + trace, "--trace=" + OURS);
        assumeTrue(Programs.isThere("strace"), "strace is missing: apt-get install strace");
        try (TestJvm run = run(strace, "all", packages.split(" "))) {
            assertThat(run.readLine(LIMIT)).isEqualTo("passed, never linked");
            run.awaitEnd();
        }
        try (Stream<String> calls = Files.lines(trace)) {
            // Of a call that a SIGKILL cut short strace may not know the name; those it knows are all ours.
            assertThat(calls.filter(line -> Stream.of(OURS.split(",")).anyMatch(name -> line.contains(name + "("))))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'futex,futex-waitv', offspring.ring",
        "'futex,futex-waitv', " + WAITS_AND_DEATHS,
        "'futex-waitv,pidfd', " + WAITS_AND_HOLDERS,
        "futex-waitv, " + WORDS,
        "'futex,futex-waitv', " + MESSAGES,
        "memfd, offspring.region offspring.message",
        "'memfd,punch-hole,pipe,pidfd,signals', offspring.os"
    })
    void withoutSomeOfItTheRestWorks(String refused, String packages) throws Exception {
        try (TestJvm run = run(List.of(), refused, packages.split(" "))) {
            assertThat(run.readLine(LIMIT)).isEqualTo("passed, warm");
        }
    }

    private static TestJvm run(List<String> prefix, String refused, String... packages) throws IOException {
        // Under strace everything that starts a process takes many times as long.
        String patience = "-Doffspring.test.patience=" + Eventually.factor() * (prefix.isEmpty() ? 1 : 2);
        // Whoever looks at a slow JVM by its attach mechanism leaves a socket there, which would count as a leak.
        String alone = "-XX:+DisableAttachMechanism";
        String slowest = "-D" + SLOWEST + "=" + Boolean.getBoolean(SLOWEST);
        List<String> options = List.of("-D" + Features.REFUSE + "=" + refused, patience, alone, slowest);
        return TestJvm.start(prefix, options, TestRun.class, packages);
    }
}
