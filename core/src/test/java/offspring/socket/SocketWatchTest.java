package offspring.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import offspring.testing.Eventually;
import offspring.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class SocketWatchTest {

    private static final int ROUNDS = 5_000;
    /** On a machine that is slow, or busy with others: as many rounds as there are by then. */
    private static final long ENOUGH_NANOS = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    Path directory;

    /** A reader and a sender are the first who wait, at once: both are told. */
    @Test
    void bothDirectionsOfAFreshSocketAreArmedAtOnce() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
        SocketChannel[] fresh = new SocketChannel[1];
        SocketWatch.Listeners[] listeners = new SocketWatch.Listeners[1];
        CyclicBarrier start = new CyclicBarrier(2);
        AtomicInteger there = new AtomicInteger();
        CyclicBarrier end = new CyclicBarrier(2);
        AtomicBoolean over = new AtomicBoolean();
        FutureTask<Void> reader = new FutureTask<>(() -> {
            await(start);
            for (int round = 1; !over.get(); round++) {
                together(there, round);
                SocketWatch.arm(fresh[0], SelectionKey.OP_READ, listeners[0]);
                await(end);
                await(start);
            }
            return null;
        });
        Thread.ofPlatform().daemon().start(reader);
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
            long begin = System.nanoTime();
            for (int round = 1; round <= ROUNDS && System.nanoTime() - begin < ENOUGH_NANOS; round++) {
                CountDownLatch readable = new CountDownLatch(1);
                CountDownLatch writable = new CountDownLatch(1);
                try (SocketChannel one = SocketChannel.open(address); SocketChannel other = listener.accept()) {
                    one.configureBlocking(false);
                    fresh[0] = one;
                    listeners[0] = new SocketWatch.Listeners(readable::countDown, writable::countDown);
                    await(start);
                    together(there, round);
                    SocketWatch.arm(one, SelectionKey.OP_WRITE, listeners[0]);
                    await(end);
                    other.write(ByteBuffer.allocate(1));
                    assertThat(isTold(readable)).as("reader was told; round=%d", round).isTrue();
                    assertThat(isTold(writable)).as("sender was told; round=%d", round).isTrue();
                }
                SocketWatch.forgetClosed();
            }
            over.set(true);
            await(start);
        } finally {
            start.reset(); // the reader ends, if it has not
        }
        reader.get(Eventually.patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Nobody has a socket any more that was forgotten, whatever the thread does meanwhile; it can be armed again. */
    @Test
    void forgottenSocketIsRegisteredNoMore() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
        List<FutureTask<Void>> all = new ArrayList<>();
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
            for (int i = 0; i < 3; i++) {
                SocketChannel one = SocketChannel.open(address);
                SocketChannel other = listener.accept();
                all.add(new FutureTask<>(() -> {
                    try (one; other) {
                        one.configureBlocking(false);
                        for (int round = 0; round < ROUNDS / 5; round++) {
                            CountDownLatch readable = new CountDownLatch(1);
                            SocketWatch.arm(
                                    one,
                                    SelectionKey.OP_READ,
                                    new SocketWatch.Listeners(readable::countDown, () -> {}));
                            if (round % 2 == 0) {
                                other.write(ByteBuffer.allocate(1));
                                assertThat(isTold(readable)).isTrue();
                                assertThat(one.read(ByteBuffer.allocate(1))).isEqualTo(1);
                            }
                            SocketWatch.forget(one);
                            assertThat(one.isRegistered()).isFalse();
                        }
                        return null;
                    }
                }));
            }
            all.forEach(task -> Thread.ofPlatform().daemon().start(task));
            for (FutureTask<Void> task : all) {
                task.get(Eventually.patience().toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private static void await(CyclicBarrier barrier) throws Exception {
        barrier.await(Eventually.patience().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A barrier wakes one after the other: they meet again, awake. */
    private static void together(AtomicInteger there, int round) {
        there.incrementAndGet();
        for (int spins = 1; there.get() < 2 * round; spins++) {
            Thread.onSpinWait();
            if (spins % 1_000 == 0) {
                Thread.yield(); // there may be one processor only for both
            }
        }
    }

    private static boolean isTold(CountDownLatch latch) throws InterruptedException {
        return latch.await(Eventually.patience().toMillis(), TimeUnit.MILLISECONDS);
    }
}
