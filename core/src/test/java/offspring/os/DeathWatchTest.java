package offspring.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import offspring.os.DeathWatch.Registration;
import offspring.os.Features.Feature;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Real processes that end while they are watched. Where there are no pidfds, nothing is heard. */
@ExtendWith(LeakCheck.class)
class DeathWatchTest {

    private static boolean heard;

    @BeforeAll
    static void link() {
        heard = Features.has(Feature.PIDFD);
    }

    @Test
    void withoutPidfdsNothingIsHeardAndNothingBreaks() throws Exception {
        assumeTrue(!heard);
        Process process = sleeper();
        try (Registration registration = onEnd(process, () -> {})) {
            assertThat(registration.isActive()).isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void everybodyHearsOfAnEndOnceByOneDescriptor() throws Exception {
        assumeTrue(heard);
        Process process = sleeper();
        Process other = sleeper();
        long before = pidfds();
        CountDownLatch calls = new CountDownLatch(300);
        AtomicInteger wrong = new AtomicInteger();
        List<Registration> registrations = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            registrations.add(onEnd(process, calls::countDown));
            registrations.add(onEnd(other, wrong::incrementAndGet));
        }
        assertThat(registrations).allMatch(Registration::isActive);
        assertThat(pidfds() - before).isEqualTo(2);
        process.destroyForcibly();
        calls.await();
        for (int i = 0; i < registrations.size(); i++) {
            assertThat(registrations.get(i).isActive()).isEqualTo(i % 2 == 1);
        }
        registrations.forEach(Registration::close);
        registrations.forEach(Registration::close);
        Eventually.eventually("the descriptors to be closed", () -> pidfds() == before);
        other.destroyForcibly().waitFor();
        assertThat(wrong).hasValue(0);
    }

    @Test
    void stoppedProcessHasNotEnded() throws Exception {
        assumeTrue(heard);
        Process process = sleeper();
        CountDownLatch ended = new CountDownLatch(1);
        try (Registration registration = onEnd(process, ended::countDown)) {
            new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();
            Eventually.eventually("the stop", () -> ProcStat.of(process.pid()).orElseThrow().isStopped());
            // The watcher has heard of a later end by then, and would have heard of this one.
            hearOfAnEnd();
            assertThat(registration.isActive()).isTrue();
            assertThat(ended.getCount()).isEqualTo(1);
            process.destroyForcibly();
            ended.await();
        }
    }

    @Test
    void processThatHasEndedBeforeIsToldAtOnce() throws Exception {
        assumeTrue(heard);
        Process process = sleeper();
        long start = ProcStat.of(process.pid()).orElseThrow().startTicks();
        process.destroyForcibly().waitFor();
        AtomicInteger calls = new AtomicInteger();
        Registration registration = DeathWatch.onEnd(process.pid(), start, calls::incrementAndGet);
        assertThat(calls).hasValue(1);
        assertThat(registration.isActive()).isFalse();
        registration.close();
    }

    @Test
    void laterProcessWithTheSamePidIsNotTakenForIt() throws Exception {
        assumeTrue(heard);
        Process process = sleeper();
        long start = ProcStat.of(process.pid()).orElseThrow().startTicks();
        AtomicInteger calls = new AtomicInteger();
        Registration registration = DeathWatch.onEnd(process.pid(), start - 1, calls::incrementAndGet);
        assertThat(calls).hasValue(1);
        assertThat(registration.isActive()).isFalse();
        process.destroyForcibly().waitFor();
    }

    @Test
    void closedRegistrationIsNotToldAndWatchingAgainWorks() throws Exception {
        assumeTrue(heard);
        for (int i = 0; i < 3; i++) {
            Process process = sleeper();
            AtomicInteger closed = new AtomicInteger();
            onEnd(process, closed::incrementAndGet).close();
            CountDownLatch ended = new CountDownLatch(1);
            Registration registration = onEnd(process, ended::countDown);
            assertThat(registration.isActive()).isTrue();
            process.destroyForcibly();
            ended.await();
            assertThat(closed).hasValue(0);
            if (i == 1) {
                Eventually.eventually("the thread's end", () -> !isThreadThere());
            }
        }
    }

    private static void hearOfAnEnd() throws Exception {
        Process process = sleeper();
        CountDownLatch ended = new CountDownLatch(1);
        onEnd(process, ended::countDown);
        process.destroyForcibly();
        ended.await();
    }

    private static Registration onEnd(Process process, Runnable wake) {
        return DeathWatch.onEnd(
                process.pid(), ProcStat.of(process.pid()).orElseThrow().startTicks(), wake);
    }

    private static Process sleeper() throws IOException {
        return new ProcessBuilder("sleep", "1000").start();
    }

    private static boolean isThreadThere() {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().equals("offspring-deaths"));
    }

    private static long pidfds() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(DeathWatchTest::isPidfd).count();
        }
    }

    private static boolean isPidfd(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().contains("pidfd");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
