package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.wire.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Virtual threads that wait cost next to no platform threads. */
@ExtendWith(LeakCheck.class)
class ManyWaitersTest {

    private static final int THREADS = 10_000;
    private static final int LOCKS = 1_000;

    /** As many more threads as a process may have because of them, those of the JDK's scheduler included. */
    private static final int FEW = 18 + Runtime.getRuntime().availableProcessors();

    @Test
    void tenThousandVirtualThreadsWaitForOneEvent() throws Exception {
        SharedEvent event = SharedEvent.create();
        int before = platformThreads();
        CountDownLatch through = new CountDownLatch(THREADS);
        List<Thread> waiters = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            waiters.add(Thread.ofVirtual().start(() -> {
                awaitUninterrupted(event);
                through.countDown();
            }));
        }
        awaitAllParked(waiters);
        assertThat(platformThreads() - before).isLessThan(FEW);
        assertThat(through.getCount()).isEqualTo(THREADS);
        event.set();
        through.await();
    }

    @Test
    void tenThousandVirtualThreadsWaitForAThousandLocks() throws Exception {
        List<SharedLock> locks = Stream.generate(SharedLock::create).limit(LOCKS).toList();
        int[] counts = new int[LOCKS];
        locks.forEach(SharedLock::lock);
        int before = platformThreads();
        List<Thread> waiters = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int which = i % LOCKS;
            SharedLock lock = i < THREADS / 2 ? locks.get(which) : anotherObjectOf(locks.get(which));
            waiters.add(Thread.ofVirtual().start(() -> {
                lock.lock();
                counts[which]++;
                lock.unlock();
            }));
        }
        awaitAllParked(waiters);
        assertThat(platformThreads() - before).isLessThan(FEW);
        assertThat(counts).containsOnly(0);
        locks.forEach(SharedLock::unlock);
        for (Thread waiter : waiters) {
            waiter.join();
        }
        assertThat(counts).containsOnly(THREADS / LOCKS);
        assertThat(locks).noneMatch(SharedLock::isLocked);
    }

    private static SharedLock anotherObjectOf(SharedLock lock) throws Exception {
        return (SharedLock) Payload.decode(Payload.encode(lock));
    }

    private static void awaitUninterrupted(SharedEvent event) {
        try {
            event.await();
        } catch (InterruptedException never) {
            throw new AssertionError(never);
        }
    }

    private static void awaitAllParked(List<Thread> threads) {
        Eventually.eventually("all threads to wait", () -> threads.stream().allMatch(ManyWaitersTest::isParked));
    }

    private static boolean isParked(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    private static int platformThreads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }
}
