package offspring.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import offspring.os.Features.Feature;
import offspring.testing.LeakCheck;
import offspring.testing.TestJvm;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class FutexTest {

    private static final VarHandle INT =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final long FOREVER = Long.MAX_VALUE;

    @BeforeAll
    static void link() {
        boolean there = Features.has(Feature.FUTEX);
        assertThat(Futex.wakesAreImmediate()).isEqualTo(there);
    }

    /** Answers each odd number in the word by the next even one. */
    static final class Echo {
        public static void main(String[] arguments) throws IOException, InterruptedException {
            int rounds = Integer.parseInt(arguments[1]);
            try (SharedFile file = SharedFile.attach(Path.of(arguments[0]));
                    Arena arena = Arena.ofShared()) {
                ByteBuffer word = file.map(0, 4096, arena).asByteBuffer();
                for (int i = 0; i < rounds; i++) {
                    awaitValue(word, 2 * i + 1);
                    INT.setVolatile(word, 0, 2 * i + 2);
                    Futex.wake(word, 0, 1);
                }
            }
        }
    }

    @Test
    void twoProcessesWakeEachOther() throws Exception {
        int rounds = 200;
        try (SharedFile file = SharedFile.create("offspring-test", 4096);
                Arena arena = Arena.ofShared();
                TestJvm echo = TestJvm.start(Echo.class, file.path().toString(), Integer.toString(rounds))) {
            ByteBuffer word = file.map(0, 4096, arena).asByteBuffer();
            for (int i = 0; i < rounds; i++) {
                INT.setVolatile(word, 0, 2 * i + 1);
                Futex.wake(word, 0, 1);
                awaitValue(word, 2 * i + 2);
            }
            assertThat(echo.awaitEnd()).isZero();
        }
    }

    @Test
    void returnsAtOnceOnAnotherValueOrWithoutTime() throws Exception {
        ByteBuffer word = ByteBuffer.allocateDirect(4096);
        Futex.await(word, 8, 1, FOREVER);
        Futex.await(word, 8, 0, 0);
        Futex.await(word, 8, 0, -1);
    }

    @Test
    void timesOut() throws Exception {
        ByteBuffer word = ByteBuffer.allocateDirect(4096);
        Futex.await(word, 0, 0, TimeUnit.MILLISECONDS.toNanos(250));
        assertThat(word.getInt(0)).isZero();
    }

    @Test
    void anInterruptEndsTheWaitOfEveryKindOfThread() throws Exception {
        ByteBuffer word = ByteBuffer.allocateDirect(4096);
        for (Thread.Builder kind : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
            CountDownLatch started = new CountDownLatch(1);
            FutureTask<Void> wait = new FutureTask<>(() -> {
                started.countDown();
                Futex.await(word, 0, 0, FOREVER);
                return null;
            });
            Thread thread = kind.start(wait);
            started.await();
            thread.interrupt();
            assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
                    .isThrownBy(wait::get)
                    .withCauseInstanceOf(InterruptedException.class);
        }
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> Futex.await(word, 0, 0, FOREVER));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void waitingVirtualThreadsDoNotStopOthers() throws Exception {
        ByteBuffer word = ByteBuffer.allocateDirect(4096);
        List<Thread> waiters = new ArrayList<>();
        for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
            waiters.add(Thread.ofVirtual().start(() -> {
                try {
                    awaitValue(word, 1);
                } catch (InterruptedException never) {
                    throw new AssertionError(never);
                }
            }));
        }
        Thread.ofVirtual().start(() -> {
            INT.setVolatile(word, 0, 1);
            Futex.wake(word, 0, Integer.MAX_VALUE);
        });
        for (Thread waiter : waiters) {
            waiter.join();
        }
    }

    static void awaitValue(ByteBuffer word, int wanted) throws InterruptedException {
        for (int seen = (int) INT.getVolatile(word, 0); seen != wanted; seen = (int) INT.getVolatile(word, 0)) {
            Futex.await(word, 0, seen, FOREVER);
        }
    }
}
