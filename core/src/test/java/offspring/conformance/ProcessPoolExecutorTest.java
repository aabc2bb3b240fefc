package offspring.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import offspring.WorkerDiedException;
import offspring.pool.AsyncResult;
import offspring.pool.Pool;
import offspring.pool.WorkerInfo;
import offspring.testing.Eventually;
import offspring.testing.Family;
import offspring.testing.Gate;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** CPython's {@code ProcessPoolExecutorTest}. */
@ExtendWith(LeakCheck.class)
class ProcessPoolExecutorTest {

    @TempDir
    Path directory;

    /** Differs: only the task of the killed worker fails, and the pool goes on. */
    @Test
    void testKilledChild() throws Exception {
        try (Pool pool = Pool.create(2)) {
            Gate gate = Gate.in(directory);
            AsyncResult<Integer> lost = pool.submit(() -> {
                gate.markPid("running");
                return Work.forEver();
            });
            long pid = gate.awaitPid("running");
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(lost::get)
                    .havingCause()
                    .isInstanceOfSatisfying(WorkerDiedException.class, death -> {
                        assertThat(death.pid()).isEqualTo(pid);
                        assertThat(death.exitStatus().signalName()).hasValue("SIGKILL");
                    });
            assertThat(pool.submit(() -> 7).get()).isEqualTo(7);
        }
    }

    @Test
    void testMapChunksize() throws Exception {
        try (Pool pool = Pool.create(2)) {
            for (int chunkSize : new int[] {6, 40, 50}) {
                assertThat(pool.map(Work::square, Work.range(40), chunkSize)).isEqualTo(Work.squares(40));
            }
            assertThatIllegalArgumentException().isThrownBy(() -> pool.map(Work::square, Work.range(40), -1));
        }
    }

    @Test
    void testTraceback() {
        try (Pool pool = Pool.create(1)) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> pool.submit(() -> Work.failing("an argument")).get())
                    .havingCause()
                    .isInstanceOf(Work.SayingException.class)
                    .withMessage("an argument")
                    .satisfies(failure -> {
                        StringWriter text = new StringWriter();
                        failure.printStackTrace(new PrintWriter(text, true));
                        assertThat(text.toString()).contains("Work.failing").containsIgnoringCase("pid");
                    });
        }
    }

    /** Knows in the worker whether the last argument has been released. */
    static final class Witness implements Serializable {
        private static WeakReference<Witness> last = new WeakReference<>(null);

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            last = new WeakReference<>(this);
        }

        static boolean isReleased() {
            while (last.get() != null && !Thread.currentThread().isInterrupted()) {
                System.gc();
                LockSupport.parkNanos(1_000_000);
            }
            return last.get() == null;
        }
    }

    @Test
    void testRessourcesGcedInWorkers() throws Exception {
        try (Pool pool = Pool.create(1)) {
            boolean arrived = pool.apply(witness -> witness != null, new Witness());
            assertThat(arrived).isTrue();
            assertThat(pool.submit(() -> Witness.isReleased()).get(Eventually.patience())).isTrue();
        }
    }

    @Test
    void testSaturation() throws Exception {
        try (Pool pool = Pool.create(4)) {
            Gate gate = Gate.in(directory);
            List<AsyncResult<Integer>> results = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                int number = i;
                results.add(pool.submit(() -> Work.passing(gate, number)));
            }
            Eventually.eventually("four workers", () -> pool.workers().size() == 4);
            gate.mark("open");
            for (AsyncResult<Integer> result : results) {
                assertThat(result.get()).isEqualTo(results.indexOf(result));
            }
            assertThat(pool.workers()).hasSize(4);
        }
    }

    /** A pool starts its workers at the first submission, and keeps them. */
    @Test
    void testIdleProcessReuseOne() throws Exception {
        try (Pool pool = Pool.create(1)) {
            assertThat(pool.workers()).isEmpty();
            Set<Long> pids = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                pids.add(pool.submit(Work::pid).get());
            }
            assertThat(pids).hasSize(1);
            assertThat(pool.workers()).extracting(WorkerInfo::pid).containsExactlyElementsOf(pids);
        }
    }

    @Test
    void testIdleProcessReuseMultiple() throws Exception {
        try (Pool pool = Pool.create(3)) {
            Set<Long> pids = new HashSet<>();
            for (int round = 0; round < 4; round++) {
                AsyncResult<Long> waited = pool.submit(Work::pid);
                AsyncResult<Long> other = pool.submit(Work::pid);
                pids.add(waited.get());
                pids.add(other.get());
            }
            assertThat(pids).hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    void testMaxTasksPerChild() throws Exception {
        try (Pool pool = Pool.builder().processes(1).maxTasksPerWorker(3).build()) {
            long first = pool.submit(Work::pid).get();
            assertThat(pool.submit(Work::pid).get()).isEqualTo(first);
            assertThat(pool.submit(Work::pid).get()).isEqualTo(first);
            assertThat(pool.submit(Work::pid).get()).isNotEqualTo(first);
            Family.awaitDeath(first);
        }
    }

    /** Each worker is a fresh process whatever the limit: none is forked from a used one. */
    @Test
    void testMaxTasksPerChildDefaultsToSpawnContext() throws Exception {
        try (Pool pool = Pool.builder().processes(1).maxTasksPerWorker(1).build()) {
            assertThat(pool.submit(() -> System.setProperty("used", "yes")).get()).isNull();
            assertThat(pool.submit(() -> System.getProperty("used")).get()).isNull();
        }
    }

    @Test
    void testMaxTasksEarlyShutdown() throws Exception {
        List<AsyncResult<Integer>> results = new ArrayList<>();
        try (Pool pool = Pool.builder().processes(3).maxTasksPerWorker(1).build()) {
            for (int number : Work.range(6)) {
                results.add(pool.submit(() -> Work.square(number)));
            }
            pool.shutdown();
        }
        for (AsyncResult<Integer> result : results) {
            assertThat(result.get()).isEqualTo(Work.square(results.indexOf(result)));
        }
    }

    @Test
    void testForceShutdownWorkersNotStartedYet() throws Exception {
        Pool pool = Pool.create(2);
        pool.terminate();
        pool.join();
        assertThat(pool.isTerminated()).isTrue();
    }

    @Test
    void testForceShutdownWorkersStopsPool() throws Exception {
        Pool pool = Pool.create(1);
        long pid = pool.submit(Work::pid).get();
        pool.terminate();
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> pool.submit(Work::pid));
        Family.awaitDeath(pid);
        pool.join();
    }

    @Test
    void testForceShutdownWorkersDeadWorkers() throws Exception {
        Pool pool = Pool.create(1);
        Gate gate = Gate.in(directory);
        AsyncResult<Integer> lost = pool.submit(() -> {
            gate.mark("running");
            Runtime.getRuntime().halt(1);
            return 0;
        });
        gate.awaitMark("running");
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(lost::get);
        pool.terminate();
        pool.join();
    }
}
