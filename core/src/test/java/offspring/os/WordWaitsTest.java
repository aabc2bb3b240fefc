package offspring.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import offspring.os.Features.Feature;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where futex_waitv(2) is and, by {@link FallbackTest}, where it is refused. */
@ExtendWith(LeakCheck.class)
class WordWaitsTest {

    private static final long FOREVER = Long.MAX_VALUE;
    /** More than two threads can wait for. */
    private static final int WORDS = 300;

    @BeforeAll
    static void link() {
        boolean there = Features.has(Feature.FUTEX) && Features.has(Feature.FUTEX_WAITV);
        assertThat(WordWaits.areNative()).isEqualTo(there);
    }

    /** A thread that has begun to wait, and what its wait came to. */
    private record Waiter(Thread thread, FutureTask<Void> waiting) {

        static Waiter start(Thread.Builder kind, ByteBuffer memory, int at, long nanos) {
            FutureTask<Void> waiting = new FutureTask<>(() -> {
                Futex.await(memory, at, 0, nanos);
                return null;
            });
            return new Waiter(kind.start(waiting), waiting);
        }

        static Waiter virtual(ByteBuffer memory, int at) {
            return start(Thread.ofVirtual(), memory, at, FOREVER);
        }

        Waiter awaitParked() {
            Eventually.eventually("the wait", () -> thread.getState() == Thread.State.WAITING);
            return this;
        }
    }

    @Test
    void wordsThatChangeWakeTheirThreadsAndNoOthers() throws Exception {
        ByteBuffer memory = ByteBuffer.allocateDirect(WORDS * 4);
        List<List<Waiter>> waiters = new ArrayList<>();
        for (int word = 0; word < WORDS; word++) {
            waiters.add(List.of(Waiter.virtual(memory, word * 4), Waiter.virtual(memory, word * 4)));
        }
        waiters.forEach(two -> two.forEach(Waiter::awaitParked));
        List<Integer> order = new ArrayList<>(IntStream.range(0, WORDS).boxed().toList());
        Collections.shuffle(order, new Random(42));
        for (int i = 0; i < WORDS; i++) {
            int word = order.get(i);
            Futex.INT.setVolatile(memory, word * 4, 1);
            Futex.wake(memory, word * 4, 1);
            for (Waiter waiter : waiters.get(word)) {
                waiter.waiting().get();
            }
            for (int later = i + 1; later < WORDS; later += 50) {
                waiters.get(order.get(later)).forEach(waiter -> assertThat(waiter.waiting()).isNotDone());
            }
        }
    }

    /** Not what a lock does, but what the kernel promises. */
    @Test
    void wakeUpEndsTheWaitThoughTheWordIsTheSame() throws Exception {
        assumeTrue(WordWaits.areNative());
        ByteBuffer memory = ByteBuffer.allocateDirect(64);
        Waiter waiter = Waiter.virtual(memory, 4).awaitParked();
        Waiter other = Waiter.virtual(memory, 8).awaitParked();
        Eventually.eventually("a woken thread", () -> Futex.wake(memory, 4, 1) == 1 || waiter.waiting().isDone());
        waiter.waiting().get();
        assertThat(other.waiting()).isNotDone();
        Futex.INT.setVolatile(memory, 8, 1);
        Futex.wake(memory, 8, 1);
        other.waiting().get();
    }

    @Test
    void timeAndInterruptEndTheWaitOfOneThread() throws Exception {
        ByteBuffer memory = ByteBuffer.allocateDirect(64);
        Waiter waiter = Waiter.virtual(memory, 0).awaitParked();
        Waiter interrupted = Waiter.virtual(memory, 0).awaitParked();
        Waiter timed = Waiter.start(Thread.ofVirtual(), memory, 0, TimeUnit.MILLISECONDS.toNanos(20));
        timed.waiting().get();
        interrupted.thread().interrupt();
        assertThat(failure(interrupted)).isInstanceOf(InterruptedException.class);
        assertThat(waiter.waiting()).isNotDone();
        Futex.INT.setVolatile(memory, 0, 1);
        Futex.wake(memory, 0, 1);
        waiter.waiting().get();
    }

    /** Of a group whose last thread has gone the word may still be waited for, and take what is another's. */
    @Test
    void wakeUpForWhoHasGoneGoesToTheNext() throws Exception {
        assumeTrue(WordWaits.areNative());
        ByteBuffer memory = ByteBuffer.allocateDirect(256);
        Waiter busy = Waiter.virtual(memory, 32).awaitParked();
        AtomicInteger hits = new AtomicInteger();
        int rounds = 20;
        for (int i = 0; i < rounds; i++) {
            int at = 64 + 4 * i; // another word each time: a wake-up of the round before may still be on its way
            Waiter gone = Waiter.virtual(memory, at).awaitParked();
            Waiter next = Waiter.start(Thread.ofPlatform(), memory, at, FOREVER);
            Eventually.eventually("a native wait", () -> isInNativeWait(next.thread()));
            gone.thread().interrupt();
            assertThat(failure(gone)).isInstanceOf(InterruptedException.class);
            // A wake-up that is passed on before the kernel has queued the thread is lost: no lock leaves its word as it was.
            Eventually.eventually("a wake-up", () -> {
                hits.addAndGet(Futex.wake(memory, at, 1));
                return next.waiting().isDone();
            });
            next.waiting().get();
        }
        assertThat(hits.get()).as("one for who has gone and one for who waits, each time").isLessThan(2 * rounds);
        Futex.INT.setVolatile(memory, 32, 1);
        Futex.wake(memory, 32, 1);
        busy.waiting().get();
    }

    @Test
    void memoryThatIsClosedEndsTheWaitsForItAndNoOthers() throws Exception {
        ByteBuffer memory = ByteBuffer.allocateDirect(64);
        Waiter other = Waiter.virtual(memory, 0).awaitParked();
        Arena arena = Arena.ofShared();
        Waiter waiter = Waiter.virtual(arena.allocate(64, 8).asByteBuffer(), 0).awaitParked();
        arena.close();
        waiter.waiting().get();
        assertThat(other.waiting()).isNotDone();
        Futex.INT.setVolatile(memory, 0, 1);
        Futex.wake(memory, 0, 1);
        other.waiting().get();
    }

    /** Threads that wake each other in a ring. */
    @Test
    void nobodyIsForgotten() throws Exception {
        int threads = 40;
        int rounds = 200;
        ByteBuffer memory = ByteBuffer.allocateDirect(threads * 4);
        List<FutureTask<Void>> runs = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int mine = t * 4;
            int next = (t + 1) % threads * 4;
            FutureTask<Void> run = new FutureTask<>(() -> {
                for (int i = 0; i < rounds; i++) {
                    Futex.INT.getAndAdd(memory, next, 1);
                    Futex.wake(memory, next, 1);
                    awaitBeyond(memory, mine, i);
                }
                return null;
            });
            runs.add(run);
            Thread.ofVirtual().start(run);
        }
        for (FutureTask<Void> run : runs) {
            run.get();
        }
    }

    /** Virtual threads wait before the linker is warm, and go on waiting when it is. */
    static final class Early {
        public static void main(String[] arguments) throws Exception {
            ByteBuffer memory = ByteBuffer.allocateDirect(WORDS * 4);
            CountDownLatch through = new CountDownLatch(WORDS);
            for (int word = 0; word < WORDS; word++) {
                int at = word * 4;
                Thread.ofVirtual().start(() -> {
                    awaitBeyond(memory, at, 0);
                    through.countDown();
                });
            }
            boolean portable = !Futex.wakesAreImmediate();
            Eventually.eventually("the linker", () -> Futex.wakesAreImmediate() || !Features.canWarmUp());
            long before = through.getCount();
            for (int word = 0; word < WORDS; word++) {
                Futex.INT.setVolatile(memory, word * 4, 1);
                Futex.wake(memory, word * 4, 1);
            }
            through.await();
            System.out.println((portable ? "portable" : "native") + " at first, " + before + " waited, all went on");
        }
    }

    @Test
    void whoWaitsBeforeTheLinkerIsWarmIsNotForgottenThen() throws Exception {
        String atFirst = "native";
        for (int i = 0; i < 5 && atFirst.equals("native"); i++) { // the linker may be faster than they begin to wait
            try (TestJvm jvm = TestJvm.start(Early.class)) {
                String line = jvm.readLine();
                assertThat(line).endsWith(" at first, " + WORDS + " waited, all went on");
                atFirst = line.substring(0, line.indexOf(' '));
            }
        }
        assertThat(atFirst).isEqualTo("portable");
    }

    @Test
    void withoutTheCallOneThreadLooksAtAllWords() throws Exception {
        try (TestJvm jvm = TestJvm.start(
                List.of(), List.of("-D" + Features.REFUSE + "=futex-waitv"), OneThread.class)) {
            assertThat(jvm.readLine()).isEqualTo("[offspring-wait-0]");
        }
    }

    /** Says which threads wait for the virtual ones. */
    static final class OneThread {
        public static void main(String[] arguments) throws IOException {
            ByteBuffer memory = ByteBuffer.allocateDirect(WORDS * 4);
            for (int word = 0; word < WORDS; word++) {
                Waiter.virtual(memory, word * 4).awaitParked();
            }
            System.out.println(Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(name -> name.startsWith("offspring-wait"))
                    .toList());
        }
    }

    private static void awaitBeyond(ByteBuffer memory, int at, int value) {
        try {
            for (int seen = (int) Futex.INT.getVolatile(memory, at);
                    seen <= value;
                    seen = (int) Futex.INT.getVolatile(memory, at)) {
                Futex.await(memory, at, seen, FOREVER);
            }
        } catch (InterruptedException never) {
            throw new AssertionError(never);
        }
    }

    private static boolean isInNativeWait(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return List.of(stack).stream().anyMatch(frame -> frame.getMethodName().equals("awaitSlice"));
    }

    private static Throwable failure(Waiter waiter) throws InterruptedException {
        try {
            waiter.waiting().get();
            return null;
        } catch (ExecutionException failed) {
            return failed.getCause();
        }
    }
}
