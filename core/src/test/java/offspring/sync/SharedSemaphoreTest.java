package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import offspring.lock.SignalLayout;
import offspring.region.FamilyHeap;
import offspring.testing.Eventually;
import offspring.wire.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The semaphores within one process. Between processes: {@link SemaphoreProcessTest}. */
class SharedSemaphoreTest {

    enum Type {
        PLAIN,
        BOUNDED,
        UNOWNED;

        SharedSemaphore create(int permits) {
            return switch (this) {
                case PLAIN -> SharedSemaphore.create(permits);
                case BOUNDED -> SharedSemaphore.createBounded(permits);
                case UNOWNED -> SharedSemaphore.createUnowned(permits);
            };
        }
    }

    /** Many semaphores in turn: what is noted of them goes with them. */
    @Test
    void notesOfSemaphoresThatAreGoneAreForgotten() throws Exception {
        int[] made = {0};
        Eventually.eventually("fewer notes than semaphores", () -> {
            for (int i = 0; i < 500; i++) {
                SharedSemaphore.create(1).acquire();
            }
            made[0] += 500;
            System.gc();
            FamilyHeap.current().cells().create(1);
            return made[0] >= 2_000 && Forfeits.count() < made[0] / 2;
        });
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void permitsAreTakenAndReleased(Type type) throws Exception {
        SharedSemaphore semaphore = type.create(100);
        assertThat(semaphore.tryAcquire()).isTrue();
        semaphore.acquire();
        semaphore.acquireUninterruptibly();
        assertThat(semaphore.availablePermits()).isEqualTo(97);
        semaphore.acquire(50);
        semaphore.acquireUninterruptibly(40);
        assertThat(semaphore.tryAcquire(8)).isFalse();
        assertThat(semaphore.tryAcquire(7, Duration.ofMillis(1))).isTrue();
        assertThat(semaphore.tryAcquire(1, Duration.ofMillis(1))).isFalse();
        assertThat(semaphore.tryAcquire(1, 1, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(semaphore.tryAcquire(-1, TimeUnit.SECONDS)).isFalse();
        assertThat(semaphore.tryAcquire(Duration.ofSeconds(-1))).isFalse();
        assertThat(semaphore.availablePermits()).isZero();
        semaphore.release(60);
        semaphore.release();
        assertThat(semaphore.drainPermits()).isEqualTo(61);
        assertThat(semaphore.drainPermits()).isZero();
        semaphore.release(100);
        assertThat(semaphore.availablePermits()).isEqualTo(100);
        semaphore.acquire(0);
        assertThat(semaphore.tryAcquire(0)).isTrue();
        semaphore.release(0);
        assertThat(semaphore.availablePermits()).isEqualTo(100);
    }

    @Test
    void oneReleaseTooManyIsRefused() {
        SharedSemaphore bounded = SharedSemaphore.createBounded(2);
        assertThatThrownBy(bounded::release)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cannot release: there would be too many permits; released=1 permits=2 bound=2");
        assertThat(bounded.tryAcquire()).isTrue();
        assertThatThrownBy(() -> bounded.release(2)).isInstanceOf(IllegalStateException.class);
        assertThat(bounded.availablePermits()).isEqualTo(1);
        bounded.release();
        SharedSemaphore plain = SharedSemaphore.create(Integer.MAX_VALUE);
        assertThatThrownBy(plain::release).isInstanceOf(IllegalStateException.class);
        assertThat(plain.availablePermits()).isEqualTo(Integer.MAX_VALUE);
        SharedSemaphore unowned = SharedSemaphore.createUnowned(1);
        unowned.release(Integer.MAX_VALUE - 1);
        assertThatThrownBy(unowned::release).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void fewerThanNonePermitsAreRefused() {
        for (Type type : Type.values()) {
            assertThatThrownBy(() -> type.create(-1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("permits=-1");
        }
        SharedSemaphore semaphore = SharedSemaphore.create(1);
        assertThatThrownBy(() -> semaphore.acquire(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> semaphore.acquireUninterruptibly(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> semaphore.tryAcquire(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> semaphore.tryAcquire(-1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> semaphore.release(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(semaphore.availablePermits()).isEqualTo(1);
    }

    @Test
    void textSaysThePermits() {
        assertThat(SharedSemaphore.create(3)).hasToString("SharedSemaphore[permits=3]");
        assertThat(SharedSemaphore.createBounded(2)).hasToString("SharedSemaphore[permits=2 bound=2]");
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void comesBackFromAMessageAsTheSame(Type type) throws Exception {
        SharedSemaphore semaphore = type.create(3);
        byte[] bytes = Payload.encode(semaphore);
        SharedSemaphore same = (SharedSemaphore) Payload.decode(bytes);
        assertThat(same).isEqualTo(semaphore).hasSameHashCodeAs(semaphore);
        same.acquire();
        semaphore.acquire();
        assertThat(same.availablePermits()).isEqualTo(1);
        semaphore.release(2);
        if (type == Type.BOUNDED) {
            assertThatThrownBy(same::release).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void releaseWakesWhoeverWaits(boolean virtual) throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(0);
        AtomicInteger through = new AtomicInteger();
        List<Thread> waiters = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int many = 1 + i % 3;
            waiters.add(start(virtual, () -> {
                semaphore.acquireUninterruptibly(many);
                through.incrementAndGet();
            }));
        }
        Eventually.eventually("a sleeper", () -> sleeps(semaphore));
        for (int i = 0; i < 12; i++) {
            semaphore.release(2);
        }
        for (Thread waiter : waiters) {
            waiter.join();
        }
        assertThat(through).hasValue(12);
        assertThat(semaphore.availablePermits()).isZero();
    }

    @Test
    void interruptEndsAWaitAndTakesNothing() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(1);
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread waiter = start(false, () -> {
            try {
                semaphore.acquire(2);
            } catch (InterruptedException interrupted) {
                end.set(interrupted);
            }
        });
        Eventually.eventually("a sleeper", () -> sleeps(semaphore));
        waiter.interrupt();
        waiter.join();
        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        assertThat(semaphore.availablePermits()).isEqualTo(1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(semaphore::acquire).isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        semaphore.acquireUninterruptibly();
        assertThat(Thread.interrupted()).as("remembered").isTrue();
    }

    @Test
    void interruptedUninterruptibleWaiterGoesOnWaiting() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.create(0);
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread waiter = start(false, () -> {
            semaphore.acquireUninterruptibly();
            flag.set(Thread.interrupted());
        });
        Eventually.eventually("a sleeper", () -> sleeps(semaphore));
        waiter.interrupt();
        semaphore.release();
        waiter.join();
        assertThat(flag.get()).isTrue();
    }

    /** Two attached objects are one process all the same. */
    @ParameterizedTest
    @EnumSource(Type.class)
    void threadsConserveThePermits(Type type) throws Exception {
        SharedSemaphore semaphore = type.create(40);
        SharedSemaphore same = (SharedSemaphore) Payload.decode(Payload.encode(semaphore));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            SharedSemaphore mine = i % 2 == 0 ? semaphore : same;
            int many = 1 + i * 10;
            threads.add(start(false, () -> {
                for (int n = 0; n < 4_000; n++) {
                    mine.acquireUninterruptibly(many);
                    most.accumulateAndGet(inside.addAndGet(many), Math::max);
                    inside.addAndGet(-many);
                    mine.release(many);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(most.get()).isBetween(31, 40);
        assertThat(semaphore.availablePermits()).isEqualTo(40);
    }

    static boolean sleeps(SharedSemaphore semaphore) {
        return SignalLayout.hasSleepers(semaphore.cell().getInt(SemaphoreLayout.SIGNAL));
    }

    private static Thread start(boolean virtual, Runnable body) {
        return virtual ? Thread.ofVirtual().start(body) : Thread.ofPlatform().start(body);
    }

    /** What is left over of a word's lower bits would be permits some day. */
    @Test
    void manyPermitsOfNobodyAddUp() throws Exception {
        SharedSemaphore semaphore = SharedSemaphore.createUnowned(0);
        for (int i = 0; i < 8; i++) {
            semaphore.release(1 << 30);
            semaphore.acquire(1 << 30);
        }
        assertThat(semaphore.availablePermits()).isZero();
        assertThat(semaphore.tryAcquire()).isFalse();
    }
}
