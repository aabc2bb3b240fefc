package offspring.bench;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import offspring.Action;
import offspring.Action1;
import offspring.pool.AsyncResult;
import offspring.pool.Pool;
import offspring.process.ChildProcess;
import offspring.shm.SharedInt;
import offspring.shm.SharedLong;
import offspring.sync.SharedBarrier;
import offspring.sync.SharedCondition;
import offspring.sync.SharedEvent;
import offspring.sync.SharedLock;
import offspring.sync.SharedReentrantLock;
import offspring.sync.SharedSemaphore;

/** Locks and the like. The JDK's own, for threads of one process, stand beside ours as the limit. */
final class SyncRows {

    private static final int PASSES = 3;

    private SyncRows() {}

    /** When several processes did the same. */
    private record Span(long beginNanos, long endNanos) implements Serializable {}

    static void lockUncontended(Figures figures, Group.Scale scale) throws Exception {
        int count = scale.of(2_000_000);
        cycles(figures, "Lock", SharedLock.create(), count);
        cycles(figures, "RLock", SharedReentrantLock.create(), count);
        SharedSemaphore semaphore = SharedSemaphore.create(1);
        cycles(figures, "Semaphore", count, () -> {
            for (int i = 0; i < count; i++) {
                semaphore.acquire();
                semaphore.release();
            }
        });
        cycles(figures, "jdk_ReentrantLock", new ReentrantLock(), count);
        Semaphore limit = new Semaphore(1);
        cycles(figures, "jdk_Semaphore", count, () -> {
            for (int i = 0; i < count; i++) {
                limit.acquire();
                limit.release();
            }
        });
    }

    private static void cycles(Figures figures, String kind, Lock lock, int count) throws Exception {
        cycles(figures, kind, count, () -> {
            for (int i = 0; i < count; i++) {
                lock.lock();
                lock.unlock();
            }
        });
    }

    private static void cycles(Figures figures, String kind, int count, Action pass) throws Exception {
        Figures.calls(PASSES, pass);
        figures.add("lock_uncontended." + kind, Figures.median(Figures.calls(PASSES, pass)) / count * 1e9, "ns/op");
    }

    static void lockContended(Figures figures, Group.Scale scale) throws Exception {
        int count = scale.of(1_000_000);
        for (int processes : new int[] {1, 2, 4}) {
            SharedLong number = SharedLong.create(0);
            rate(figures, "value_get_lock", processes, count, times -> increment(number, number.lock(), times));
            SharedLock lock = SharedLock.create();
            rate(figures, "lock_rawvalue", processes, count, times -> increment(number, lock, times));
            long expected = 2L * PASSES * processes * (count + warmUp(count));
            if (number.get() != expected) {
                throw new AssertionError(number + " increments, not " + expected);
            }
            threads(figures, processes, count);
        }
    }

    private static void increment(SharedLong number, Lock lock, int times) {
        for (int i = 0; i < times; i++) {
            lock.lock();
            try {
                number.set(number.get() + 1);
            } finally {
                lock.unlock();
            }
        }
    }

    private static void rate(Figures figures, String label, int processes, int count, Action1<Integer> work)
            throws Exception {
        double seconds = Figures.median(atOnce(processes, count, work));
        String row = "lock_contended." + label + "." + processes + "p";
        figures.add(row, processes * count / seconds, "increments/s");
    }

    /** The same among threads, with the JDK's lock and a plain field. */
    private static void threads(Figures figures, int threads, int count) throws Exception {
        Lock lock = new ReentrantLock();
        long[] number = {0};
        Runnable work = () -> {
            for (int i = 0; i < count; i++) {
                lock.lock();
                try {
                    number[0]++;
                } finally {
                    lock.unlock();
                }
            }
        };
        double[] seconds = Figures.calls(PASSES, () -> {
            List<Thread> started = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                started.add(Thread.ofPlatform().start(work));
            }
            for (Thread thread : started) {
                thread.join();
            }
        });
        figures.add("lock_contended.jdk_threads." + threads + "p", threads * count / Figures.median(seconds), "increments/s");
    }

    /** From just before {@code set} to the moment at which {@code await} has returned in another process. */
    static void eventWake(Figures figures, Group.Scale scale) throws Exception {
        int rounds = scale.of(1_000);
        SharedEvent event = SharedEvent.create();
        SharedEvent next = SharedEvent.create();
        SharedEvent done = SharedEvent.create();
        SharedLong woken = SharedLong.create(0);
        ChildProcess child = new ChildProcess(() -> {
                    for (int i = 0; i < rounds + rounds / 10; i++) {
                        next.await();
                        next.clear();
                        event.await();
                        woken.set(System.nanoTime());
                        done.set();
                    }
                })
                .start();
        double[] seconds = new double[rounds];
        for (int i = -rounds / 10; i < rounds; i++) {
            event.clear();
            next.set();
            TimeUnit.MILLISECONDS.sleep(1);
            long begin = System.nanoTime();
            event.set();
            done.await();
            done.clear();
            seconds[Math.max(i, 0)] = (woken.get() - begin) / 1e9;
        }
        child.join();
        figures.times("event_wake", seconds, "us");
    }

    static void conditionPingPong(Figures figures, Group.Scale scale) throws Exception {
        int count = scale.of(5_000);
        SharedCondition condition = SharedCondition.create();
        SharedInt turn = SharedInt.create(0);
        game(condition, turn, count);
        double[] micros = new double[PASSES];
        for (int i = 0; i < PASSES; i++) {
            micros[i] = game(condition, turn, count) / count * 1e6;
        }
        figures.add("condition_pingpong.rtt", Figures.median(micros), "us");
    }

    private static double game(SharedCondition condition, SharedInt turn, int count) throws Exception {
        ChildProcess peer = new ChildProcess(() -> takeTurns(condition, turn, 1, count + 1)).start();
        takeTurns(condition, turn, 0, 1); // the peer is there
        double seconds = Figures.seconds(() -> takeTurns(condition, turn, 0, count));
        peer.join();
        return seconds;
    }

    private static void takeTurns(SharedCondition condition, SharedInt turn, int mine, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            condition.lock().lock();
            try {
                while (turn.get() != mine) {
                    condition.await();
                }
                turn.set(1 - mine);
                condition.signal();
            } finally {
                condition.lock().unlock();
            }
        }
    }

    static void barrierRounds(Figures figures, Group.Scale scale) throws Exception {
        int count = scale.of(3_000);
        for (int processes : new int[] {2, 4}) {
            SharedBarrier barrier = SharedBarrier.create(processes);
            double[] seconds = atOnce(processes, count, times -> {
                for (int i = 0; i < times; i++) {
                    barrier.await();
                }
            });
            figures.add("barrier_rounds." + processes + "p", count / Figures.median(seconds), "rounds/s");
        }
    }

    private static double[] atOnce(int processes, int count, Action1<Integer> work) throws Exception {
        return atOnce(count, Collections.nCopies(processes, work));
    }

    /** Processes that begin together, each with its own work; seconds from the first begin to the last end. */
    static double[] atOnce(int count, List<Action1<Integer>> works) throws Exception {
        double[] seconds = new double[PASSES];
        SharedBarrier gate = SharedBarrier.create(works.size());
        try (Pool pool = Pool.create(works.size())) {
            for (int pass = 0; pass < PASSES; pass++) {
                List<AsyncResult<Span>> spans = new ArrayList<>();
                for (Action1<Integer> work : works) {
                    spans.add(pool.applyAsync(() -> {
                        work.accept(warmUp(count));
                        gate.await();
                        long begin = System.nanoTime();
                        work.accept(count);
                        return new Span(begin, System.nanoTime());
                    }));
                }
                long first = Long.MAX_VALUE;
                long last = Long.MIN_VALUE;
                for (AsyncResult<Span> span : spans) {
                    first = Math.min(first, span.get().beginNanos());
                    last = Math.max(last, span.get().endNanos());
                }
                seconds[pass] = (last - first) / 1e9;
            }
        }
        return seconds;
    }

    private static int warmUp(int count) {
        return Math.max(1, count / 5);
    }
}
