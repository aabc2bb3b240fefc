package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import offspring.Func;
import offspring.NotShippableException;
import offspring.PoolBrokenException;
import offspring.launch.LogTraffic;
import offspring.pool.AsyncResult;
import offspring.pool.Pool;
import offspring.process.ChildProcess;
import offspring.region.FamilyHeap;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Shared objects on their way through pools and processes: there as long as anybody can reach them, and no longer. */
@ExtendWith(LeakCheck.class)
class ObjectLifetimeTest {

    /** What a worker's exception carries. */
    static final class Carrier extends Exception {
        private static final long serialVersionUID = 1;
        final SharedEvent event = SharedEvent.create();

        Carrier() {
            super("with an event");
            event.set();
        }
    }

    @Test
    void argumentsLiveUntilTheTaskHasThem() throws Exception {
        try (Pool pool = Pool.create(2)) {
            List<AsyncResult<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                results.add(pool.applyAsync(SharedEvent::isSet, setEvent()));
                if (i % 20 == 0) {
                    collect();
                }
            }
            for (AsyncResult<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
            SharedEvent captured = setEvent();
            Func<SharedEvent, Boolean> both = other -> captured.isSet() && other.isSet();
            assertThat(pool.map(both, IntStream.range(0, 500).mapToObj(i -> setEvent()).toList())).containsOnly(true);
        }
    }

    @Test
    void bodyOfAProcessLivesUntilTheProcessHasIt() throws Exception {
        List<ChildProcess> children = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            children.add(ChildProcess.of(SharedEvent::await, setEvent()).start());
            collect();
        }
        for (ChildProcess child : children) {
            child.join();
            assertThat(child.exitCode()).hasValue(0);
        }
    }

    @Test
    void whatAWorkerMadeOutlivesIt() throws Exception {
        try (Pool pool = Pool.builder().processes(2).maxTasksPerWorker(1).build()) {
            List<SharedReentrantLock> locks = pool.map(i -> SharedReentrantLock.create(), List.of(1, 2, 3, 4), 1);
            List<AsyncResult<Object>> failed = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                failed.add(pool.applyAsync(() -> {
                    throw new Carrier();
                }));
            }
            for (AsyncResult<Object> failure : failed) {
                Eventually.eventually("the failure", failure::ready);
                collect();
            }
            for (AsyncResult<Object> failure : failed) {
                assertThat(failure.exceptionNow()).isInstanceOf(Carrier.class);
                assertThat(((Carrier) failure.exceptionNow()).event.isSet()).isTrue();
            }
            collect();
            assertThat(new HashSet<>(locks)).hasSize(4);
            for (SharedReentrantLock lock : locks) {
                lock.lock();
                assertThat(pool.apply(SharedReentrantLock::isLocked, lock)).isTrue();
                lock.unlock();
            }
        }
    }

    @Test
    void whatAnInitializersFailureCarriesOutlivesTheWorker() throws Exception {
        try (Pool pool = Pool.builder()
                .processes(1)
                .initializer(() -> {
                    throw new Carrier();
                })
                .build()) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> pool.apply(() -> 1)).isInstanceOfSatisfying(PoolBrokenException.class, broken -> {
                    assertThat(broken).hasCauseInstanceOf(Carrier.class);
                    assertThat(((Carrier) broken.getCause()).event.isSet()).isTrue();
                });
                collect();
            }
        }
    }

    /** Nobody keeps what a log record refers to, so it arrives in words, always. */
    @Test
    void whatALogRecordRefersToArrivesInWords() throws Exception {
        SharedLock lock = SharedLock.create();
        LogRecord record = new LogRecord(Level.WARNING, "failed with {0}");
        record.setLoggerName("offspring.test.words");
        record.setParameters(new Object[] {lock});
        record.setThrown(new Carrier());
        List<LogRecord> seen = new ArrayList<>();
        Logger logger = Logger.getLogger("offspring.test.words");
        logger.setFilter(arrived -> !seen.add(arrived));
        LogTraffic.deliver(LogTraffic.encode(record, "kid"));
        logger.setFilter(null);
        assertThat(seen).singleElement().satisfies(arrived -> {
            assertThat(arrived.getMessage()).contains("failed with " + lock);
            assertThat(arrived.getParameters()).isNull();
            assertThat(arrived.getThrown())
                    .isInstanceOf(NotShippableException.class)
                    .hasMessageContaining(Carrier.class.getName() + ": with an event")
                    .hasMessageContaining("at offspring.sync.ObjectLifetimeTest");
        });
    }

    @Test
    void sameObjectComesBackAsTheSame() throws Exception {
        SharedEvent event = SharedEvent.create();
        try (Pool pool = Pool.create(1)) {
            SharedEvent back = pool.apply(sent -> {
                sent.set();
                return sent;
            }, event);
            assertThat(back).isEqualTo(event);
            assertThat(back.cell()).isSameAs(event.cell());
            assertThat(event.isSet()).isTrue();
        }
    }

    @Test
    void whatNobodyUsesAnyMoreIsGivenBack() throws Exception {
        Set<Long> extensions = new HashSet<>();
        try (Pool pool = Pool.create(2)) {
            for (int i = 0; i < 40; i++) {
                SharedEvent sent = SharedEvent.create();
                extensions.add(sent.cell().extend(1_000).offset());
                extensions.add(pool.apply(event -> {
                    SharedEvent made = SharedEvent.create();
                    made.cell().extend(1_000);
                    return made;
                }, sent).cell().extension().orElseThrow().offset());
            }
            assertThat(extensions).hasSize(80);
            Eventually.eventually("the end of all of them, though the workers live", () -> {
                collect();
                pool.map(i -> {
                    collect();
                    return i;
                }, List.of(1, 2, 3, 4), 1);
                return extensions.stream().noneMatch(ObjectLifetimeTest::isThere);
            });
        }
    }

    @Test
    void whatAKilledProcessUsedIsGivenBack() throws Exception {
        SharedEvent ready = SharedEvent.create();
        long extension = usedByAKilledProcess(SharedEvent.create(), ready);
        Eventually.eventually("its end", () -> {
            collect();
            return !isThere(extension);
        });
    }

    private static long usedByAKilledProcess(SharedEvent shared, SharedEvent ready) throws Exception {
        long extension = shared.cell().extend(1_000).offset();
        ChildProcess child = new ChildProcess(() -> {
                    ready.set();
                    shared.await();
                })
                .start();
        ready.await();
        child.kill();
        child.join();
        return extension;
    }

    private static SharedEvent setEvent() {
        SharedEvent event = SharedEvent.create();
        event.set();
        return event;
    }

    private static void collect() throws IOException {
        System.gc();
        FamilyHeap.current().cells().create(1);
    }

    private static boolean isThere(long region) {
        try {
            FamilyHeap.current().attach(region, 1_000);
            return true;
        } catch (IOException freed) {
            return false;
        }
    }
}
