package offspring.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import offspring.lock.LockWordLayout;
import offspring.testing.Eventually;
import offspring.wire.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The locks within one process. Between processes: {@link LockProcessTest}. */
class SharedLockTest {

    /** Both kinds, where they are to behave the same. */
    enum Type {
        SIMPLE {
            @Override
            RobustLock create() {
                return SharedLock.create();
            }
        },
        REENTRANT {
            @Override
            RobustLock create() {
                return SharedReentrantLock.create();
            }
        };

        abstract RobustLock create();
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void isHeldUntilUnlocked(Type type) throws Exception {
        RobustLock lock = type.create();
        assertThat(lock.isLocked()).isFalse();
        lock.lock();
        assertThat(lock.isLocked()).isTrue();
        assertThat(elsewhere(() -> lock.tryLock())).isFalse();
        lock.unlock();
        assertThat(lock.isLocked()).isFalse();
        assertThat(elsewhere(() -> {
                    boolean taken = lock.tryLock();
                    lock.unlock();
                    return taken;
                }))
                .isTrue();
        assertThat(lock.holderDied()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void unlockOfAFreeOneIsRefused(Type type) {
        RobustLock lock = type.create();
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class).hasMessageContaining("free");
        lock.lock();
        lock.unlock();
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
        assertThatThrownBy(lock::markConsistent).isInstanceOf(IllegalMonitorStateException.class);
        assertThat(lock.tryLock()).as("usable afterwards").isTrue();
    }

    @Test
    void simpleLockIsNotReentrantAndAnyThreadMayReleaseIt() throws Exception {
        SharedLock lock = SharedLock.create();
        lock.lock();
        assertThat(lock.tryLock()).isFalse();
        assertThat(lock.tryLock(Duration.ofMillis(1))).isFalse();
        elsewhere(() -> {
            lock.unlock();
            return null;
        });
        assertThat(lock.isLocked()).isFalse();
    }

    @Test
    void reentrantLockCountsAndOnlyItsThreadMayReleaseIt() throws Exception {
        SharedReentrantLock lock = SharedReentrantLock.create();
        for (int i = 1; i <= 3; i++) {
            lock.lock();
            assertThat(lock.getHoldCount()).isEqualTo(i);
        }
        assertThat(elsewhere(lock::getHoldCount)).isZero();
        assertThatThrownBy(() -> elsewhere(() -> {
                    lock.unlock();
                    return null;
                }))
                .isInstanceOf(IllegalMonitorStateException.class)
                .hasMessageContaining("this thread does not hold the lock");
        for (int i = 2; i >= 0; i--) {
            assertThat(lock.isHeldByCurrentThread()).isTrue();
            assertThat(elsewhere(() -> lock.tryLock())).isFalse();
            lock.unlock();
            assertThat(lock.getHoldCount()).isEqualTo(i);
        }
        assertThat(lock.isLocked()).isFalse();
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void timeoutsThatAreNotPositiveTryOnce(Type type) throws Exception {
        RobustLock lock = type.create();
        assertThat(lock.tryLock(Duration.ofSeconds(-1))).isTrue();
        for (Duration none : List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofSeconds(Long.MIN_VALUE))) {
            assertThat(elsewhere(() -> lock.tryLock(none))).isFalse();
        }
        assertThat(elsewhere(() -> lock.tryLock(-5, TimeUnit.DAYS))).isFalse();
        assertThat(elsewhere(() -> lock.tryLock(20, TimeUnit.MILLISECONDS))).isFalse();
        lock.unlock();
        assertThat(elsewhere(() -> lock.tryLock(Duration.ofSeconds(Long.MAX_VALUE)))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void interruptEndsAWaitAndLeavesTheLockUsable(Type type) throws Exception {
        RobustLock lock = type.create();
        lock.lock();
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread waiter = Thread.ofPlatform().start(() -> {
            try {
                lock.lockInterruptibly();
            } catch (InterruptedException interrupted) {
                end.set(interrupted);
            }
        });
        awaitSleeper(lock);
        waiter.interrupt();
        waiter.join();
        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> lock.tryLock(Duration.ZERO)).isInstanceOf(InterruptedException.class);
        lock.unlock();
        assertThat(elsewhere(() -> lock.tryLock())).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void lockOutlastsAnInterruptAndRemembersIt(Type type) throws Exception {
        RobustLock lock = type.create();
        lock.lock();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread waiter = Thread.ofPlatform().start(() -> {
            lock.lock();
            flag.set(Thread.interrupted());
            lock.unlock();
        });
        awaitSleeper(lock);
        waiter.interrupt();
        Eventually.eventually("the interrupt to be seen", () -> !waiter.isInterrupted());
        assertThat(waiter.isAlive()).isTrue();
        lock.unlock();
        waiter.join();
        assertThat(flag.get()).isTrue();
        assertThat(lock.isLocked()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void threadsExcludeEachOtherVirtualOnesToo(Type type) throws Exception {
        RobustLock lock = type.create();
        long[] counter = new long[1];
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Runnable counting = () -> {
                for (int n = 0; n < 2_000; n++) {
                    lock.lock();
                    counter[0]++;
                    lock.unlock();
                }
            };
            threads.add(i % 2 == 0 ? Thread.ofPlatform().start(counting) : Thread.ofVirtual().start(counting));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(counter[0]).isEqualTo(16_000);
        assertThat(lock.isLocked()).isFalse();
    }

    @Test
    void waitingVirtualThreadsLeaveTheirCarriersToOthers() throws Exception {
        SharedLock lock = SharedLock.create();
        lock.lock();
        List<Thread> waiters = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            waiters.add(Thread.ofVirtual().start(() -> {
                lock.lock();
                lock.unlock();
            }));
        }
        awaitSleeper(lock);
        Thread other = Thread.ofVirtual().start(lock::unlock);
        other.join();
        for (Thread waiter : waiters) {
            waiter.join();
        }
        assertThat(lock.isLocked()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void withLockHoldsItMeanwhileAndReleasesIt(Type type) throws Exception {
        RobustLock lock = type.create();
        assertThat(lock.withLock(() -> lock.isLocked() ? "held" : "free")).isEqualTo("held");
        assertThatThrownBy(() -> lock.withLock(() -> {
                    throw new IOException("as it is");
                }))
                .isInstanceOf(IOException.class);
        assertThat(lock.isLocked()).isFalse();
        List<String> ran = new ArrayList<>();
        lock.withLock(() -> {
            ran.add("action");
        });
        assertThat(ran).containsExactly("action");
        assertThat(lock.isLocked()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void textNamesTheHolder(Type type) {
        RobustLock lock = type.create();
        String name = lock.getClass().getSimpleName();
        assertThat(lock).hasToString(name + "[free]");
        lock.lock();
        assertThat(lock).hasToString(name + "[held by pid " + ProcessHandle.current().pid() + " thread "
                + Thread.currentThread().threadId() + "]");
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void travelsAsAHandleOnlyWithinTheProgram(Type type) throws Exception {
        RobustLock lock = type.create();
        RobustLock same = (RobustLock) Payload.decode(Payload.encode(lock));
        assertThat(same).isEqualTo(lock).hasSameHashCodeAs(lock).isNotSameAs(lock).isNotEqualTo(type.create());
        lock.lock();
        assertThat(same.isLocked()).isTrue();
        same.unlock();
        assertThat(lock.isLocked()).isFalse();
        ObjectOutputStream foreign = new ObjectOutputStream(new ByteArrayOutputStream());
        assertThatThrownBy(() -> foreign.writeObject(lock))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining(lock.getClass().getName());
    }

    /** Waits until somebody sleeps behind the lock. */
    private static void awaitSleeper(RobustLock lock) {
        Eventually.eventually("a sleeper", () -> (lock.word().get() & LockWordLayout.SLEEPERS) != 0);
    }

    private static <R> R elsewhere(Callable<R> call) throws Exception {
        AtomicReference<R> result = new AtomicReference<>();
        AtomicReference<Exception> failure = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        Thread.ofPlatform().start(() -> {
            try {
                result.set(call.call());
            } catch (Exception failed) {
                failure.set(failed);
            } finally {
                done.countDown();
            }
        });
        done.await();
        if (failure.get() != null) {
            throw failure.get();
        }
        return result.get();
    }
}
