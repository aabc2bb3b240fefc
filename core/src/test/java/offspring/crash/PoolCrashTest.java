package offspring.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import offspring.PoolBrokenException;
import offspring.pool.AsyncResult;
import offspring.pool.Pool;
import offspring.pool.WorkerInfo;
import offspring.testing.Eventually;
import offspring.testing.Family;
import offspring.testing.Gate;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each cell of {@link CrashTable#POOL}: with two workers, one of which has nothing to do with it. */
@ExtendWith(LeakCheck.class)
class PoolCrashTest {

    @TempDir
    Path directory;

    static List<Cell> cells() {
        return CrashTable.POOL;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cells")
    void everyCellIsAsTheTableSays(Cell cell) throws Exception {
        Gate gate = Gate.in(directory);
        switch (cell.moment()) {
            case BOOTING -> boot(cell);
            case CLOSING -> close(cell, gate);
            default -> crash(cell, gate);
        }
    }

    private static Pool.Builder twoSmallWorkers() {
        return Pool.builder().name("Crash").processes(2).jvmOptions("-Xmx64m");
    }

    private void boot(Cell cell) throws Exception {
        Way way = cell.way();
        try (Pool pool = twoSmallWorkers().initializer(way).build()) {
            AsyncResult<Integer> result = pool.applyAsync(() -> 1);
            assertFailure(cell, catchThrowable(result::get), 0);
            assertThatExceptionOfType(PoolBrokenException.class).isThrownBy(() -> pool.apply(() -> 1));
        }
    }

    private void crash(Cell cell, Gate gate) throws Exception {
        try (Pool pool = twoSmallWorkers().build()) {
            AsyncResult<Long> bystander = pool.applyAsync(() -> {
                gate.markPid("bystander");
                gate.pass("over");
                return ProcessHandle.current().pid();
            });
            try {
                crashBeside(gate.awaitPid("bystander"), cell, pool, gate);
            } finally {
                gate.mark("over");
            }
            assertThat(Family.isAlive(bystander.get())).isTrue();
        }
    }

    private void crashBeside(long bystander, Cell cell, Pool pool, Gate gate) throws Exception {
        long worker = cell.moment() == Moment.IDLE ? crashIdle(cell, pool, gate) : crashBusy(cell, pool, gate);
        assertSurvivors(cell, pool, worker, bystander);
    }

    private long crashBusy(Cell cell, Pool pool, Gate gate) throws Exception {
        Way way = cell.way();
        AsyncResult<?> result =
                switch (cell.moment()) {
                    case READING -> pool.applyAsync(argument -> 1, new WhenRead(way, gate));
                    case RUNNING -> pool.applyAsync(() -> {
                        gate.markPid("worker");
                        way.execute();
                        return 1;
                    });
                    default -> pool.applyAsync(() -> new WhenWritten(way, gate));
                };
        long workerPid = gate.awaitPid("worker");
        assertFailure(cell, catchThrowable(result::get), workerPid);
        return workerPid;
    }

    private long crashIdle(Cell cell, Pool pool, Gate gate) throws Exception {
        Way way = cell.way();
        long workerPid = pool.apply(() -> {
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    gate.pass("now");
                    gate.mark("happening");
                    way.execute();
                } catch (Exception failure) {
                    throw new IllegalStateException(failure);
                } finally {
                    markQuietly(gate, "happened");
                }
            });
            return ProcessHandle.current().pid();
        });
        gate.mark("now");
        gate.awaitMark("happening");
        Eventually.eventually("the end of it", () -> gate.isMarked("happened") || !Family.isAlive(workerPid));
        return workerPid;
    }

    private static void markQuietly(Gate gate, String name) {
        try {
            gate.mark(name);
        } catch (IOException unwritable) {
            throw new IllegalStateException(unwritable);
        }
    }

    private void close(Cell cell, Gate gate) throws Exception {
        Way way = cell.way();
        Pool pool = twoSmallWorkers().build();
        AsyncResult<Long> before = pool.applyAsync(() -> {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                markQuietly(gate, "closing");
                way.run();
            }));
            return ProcessHandle.current().pid();
        });
        pool.close();
        assertThat(pool.isTerminated()).isTrue();
        assertThat(before.get()).matches(pid -> !Family.isAlive(pid), "is gone");
        assertThat(gate.isMarked("closing")).as("the hook ran").isTrue();
        assertThat(cell.exception()).isEqualTo("–");
    }

    private static void assertFailure(Cell cell, Throwable thrown, long workerPid) {
        assertThat(thrown).isInstanceOf(ExecutionException.class);
        Throwable cause = thrown.getCause();
        Map<String, String> facts = Facts.of(cause, workerPid);
        assertThat(cause.getClass().getSimpleName()).as("%s", facts).isEqualTo(cell.exception());
        assertThat(facts).containsAllEntriesOf(cell.facts());
        assertThat(cell.facts()).hasSizeGreaterThanOrEqualTo(2);
    }

    private static void assertSurvivors(Cell cell, Pool pool, long workerPid, long bystanderPid) throws Exception {
        assertThat(Family.isAlive(bystanderPid)).as("the other worker lives").isTrue();
        boolean replaced = cell.survivors() == Cell.Survivors.THE_OTHERS;
        if (replaced) {
            Family.awaitDeath(workerPid);
        }
        long next = pool.apply(() -> ProcessHandle.current().pid());
        assertThat(next == workerPid).as("the same worker goes on").isEqualTo(!replaced);
        assertThat(pool.workers()).extracting(WorkerInfo::pid).containsExactlyInAnyOrder(bystanderPid, next);
    }

    /** Does it when it is read by a worker. */
    static final class WhenRead implements Serializable {
        private final long maker = ProcessHandle.current().pid();
        private final Way way;
        private final Gate gate;

        WhenRead(Way way, Gate gate) {
            this.way = way;
            this.gate = gate;
        }

        private void readObject(ObjectInputStream in) throws Exception {
            in.defaultReadObject();
            if (maker != ProcessHandle.current().pid()) {
                gate.markPid("worker");
                way.execute();
            }
        }
    }

    /** Does it when it is written by the worker that made it. */
    static final class WhenWritten implements Serializable {
        private final transient Way way;
        private final transient Gate gate;

        WhenWritten(Way way, Gate gate) {
            this.way = way;
            this.gate = gate;
        }

        private void writeObject(ObjectOutputStream out) throws Exception {
            out.defaultWriteObject();
            gate.markPid("worker");
            way.execute();
        }
    }
}
